import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';

/** A Firefox with one page, driven over WebDriver BiDi: playwright-core drives its own build of Firefox only. */
export interface Firefox {
  open(url: string): Promise<void>;
  /** What the expression comes to, awaited; a string, number or boolean. */
  evaluate<Value>(expression: string): Promise<Value>;
  close(): Promise<void>;
}

/** Starts Firefox without a window, with a profile of its own. */
export async function launchFirefox(path: string): Promise<Firefox> {
  const profile = await mkdtemp(join(tmpdir(), 'firefox-'));
  const child = spawn(
    path,
    [
      '--headless',
      '--no-remote',
      '--profile',
      profile,
      '--remote-debugging-port',
      '0',
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const exited = once(child, 'exit');
  const bidi = await connect(await addressOf(child.stderr));
  const { contexts } = await bidi.send<{ contexts: { context: string }[] }>(
    'browsingContext.getTree',
    {},
  );
  const context = contexts[0]?.context;
  return {
    open: async (url) => {
      await bidi.send('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    evaluate: async <Value>(expression: string) => {
      const parameters = { expression, target: { context }, awaitPromise: true };
      const { result } = await bidi.send<{ result: { value: Value } }>(
        'script.evaluate',
        parameters,
      );
      return result.value;
    },
    close: async () => {
      bidi.close();
      child.kill();
      await exited;
      await rm(profile, { recursive: true, force: true });
    },
  };
}

function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: output });
    lines.on('line', (line) => {
      const url = /WebDriver BiDi listening on (ws:\S+)/.exec(line)?.[1];
      if (url) resolve(url);
    });
    lines.on('close', () => reject(new Error('Firefox ended before it could be driven.')));
  });
}

/** One WebDriver BiDi session: https://www.w3.org/TR/webdriver-bidi/ */
async function connect(url: string) {
  const socket = new WebSocket(`${url}/session`);
  await once(socket, 'open');
  let sent = 0;
  const send = async <Result>(method: string, params: object): Promise<Result> => {
    const id = ++sent;
    socket.send(JSON.stringify({ id, method, params }));
    for (;;) {
      const [message] = (await once(socket, 'message')) as [Buffer];
      const answer = JSON.parse(message.toString()) as { id?: number; result?: Result };
      if (answer.id !== id) continue;
      if (!answer.result) throw new Error(`${method}: ${message.toString()}`);
      return answer.result;
    }
  };
  await send('session.new', { capabilities: {} });
  return { send, close: () => socket.close() };
}
