import { execFile, spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { buildSchema, parse, validate } from 'graphql';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { freePort } from './support/freePort.js';
import { TestServer } from './support/TestServer.js';
import { typeErrors } from './support/typeErrors.js';

const run = promisify(execFile);
const api = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  await server.get('mutation { play(input: { uri: "demo:crowd" }) { id } }');
});
afterAll(() => server.close());

/** The examples of docs/api.md that ask a server. */
function examples(language: string): string[] {
  return [...api.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))]
    .map(([, example]) => example!)
    .filter((example) => /\/\/[\w.]+:4000/.test(example));
}

const here = (example: string) =>
  example
    .replaceAll('https://live.example.org:4000', server.url)
    .replaceAll('localhost:4000', new URL(server.url).host)
    .replaceAll('curl ', 'curl -sS ');

/** What a program that goes on without end says first. */
async function firstWords(command: string, args: string[]): Promise<string> {
  const program = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(program, 'exit');
  let words = '';
  for await (const text of program.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    words += text;
    if (words.includes('sequence')) break;
  }
  program.kill();
  await exited;
  return words;
}

const commands = examples('sh').filter((example) => !example.includes('curl -N'));

test.each(commands.map((example, i) => [i + 1, example] as const))(
  'example %i works when pasted',
  async (_, example) => {
    const env = { ...process.env, OPERATOR_TOKEN: 'any: on this machine none is wanted' };
    const { stdout } = await run('sh', ['-ec', here(example)], { env });
    expect(stdout).toMatch(/"data":|^sequence,/);
    expect(stdout).not.toContain('"errors"');
  },
);

test('what is written as GraphQL alone fits the schema', () => {
  const file = new URL('../../../packages/schema/schema.graphql', import.meta.url);
  const schema = buildSchema(readFileSync(file, 'utf8'));
  const operations = [...api.matchAll(/```graphql\n(.*?)```/gs)].map(([, text]) => text!);
  expect(operations.length).toBeGreaterThan(0);
  for (const operation of operations) expect(validate(schema, parse(operation))).toEqual([]);
});

test('curl hears of events', async () => {
  const example = examples('sh').find((text) => text.includes('curl -N'));
  const words = await firstWords('sh', ['-c', `exec ${here(example!)}`]);
  expect(words).toMatch(/"crowdEvents":\{"cursor":"\w+","skipped":0,"event":\{"sequence":\d+/);
});

test('Python hears of events', async () => {
  const words = await firstWords('python3', ['-c', here(examples('python')[0]!)]);
  expect(words).toMatch(/'sequence': \d+/);
});

test('a receiver of webhooks takes what is signed, and nothing else', async () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const [, example] = /```js\n((?:(?!```).)*standardwebhooks.*?)```/s.exec(api)!;
  const port = await freePort();
  const file = new URL('api-docs.receiver.tmp.mjs', import.meta.url);
  writeFileSync(file, `${example!.replace('8080', String(port))}\nconsole.log('listens');`);
  const receiver = spawn(process.execPath, [file.pathname], {
    env: { ...process.env, WEBHOOK_SECRET: secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(receiver, 'exit');
  try {
    const words = receiver.stdout.setEncoding('utf8')[Symbol.asyncIterator]();
    await words.next();
    const now = new Date();
    const body = JSON.stringify({ type: 'alert.raised', data: { regionId: 'door' } });
    const post = async (signature: string) => {
      const headers = {
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': signature,
      };
      return (await fetch(`http://127.0.0.1:${port}`, { method: 'POST', headers, body })).status;
    };
    expect(await post(new Webhook(secret).sign('msg_2', now, body))).toBe(400);
    expect(await post(new Webhook(secret).sign('msg_1', now, body))).toBe(204);
    expect((await words.next()).value).toContain('msg_1 alert.raised door');
  } finally {
    receiver.kill();
    await exited;
    rmSync(file);
  }
});

test.each(examples('js').map((example, i) => [i + 1, example] as const))(
  'JavaScript %i hears of events',
  async (_, example) => {
    // Beside the packages that it imports.
    const file = new URL('api-docs.example.tmp.mjs', import.meta.url);
    writeFileSync(file, here(example));
    try {
      expect(await firstWords(process.execPath, [file.pathname])).toMatch(/sequence: \d+/);
    } finally {
      rmSync(file);
    }
  },
);

/** The example of a package's README. */
function readmeExample(folder: string): string {
  const readme = readFileSync(new URL(`../../../${folder}/README.md`, import.meta.url), 'utf8');
  return /```[jt]s\n(.*?)```/s.exec(readme)![1]!;
}

test('what is written for JavaScript and TypeScript has the right types', () => {
  const ofReadmes = ['apps/server', 'packages/client'].map(readmeExample);
  expect(typeErrors([...examples('js'), ...ofReadmes])).toEqual([]);
});

test('a program starts the server as its README says', async () => {
  const file = new URL('api-docs.server.tmp.mjs', import.meta.url);
  writeFileSync(file, readmeExample('apps/server'));
  try {
    const env = { ...process.env, DATA_DIR: `${server.folder}/readme` };
    const { stdout } = await run(process.execPath, [file.pathname], { env });
    expect(stdout).toMatch(/^http:\/\/localhost:\d+$/m);
  } finally {
    rmSync(file);
  }
});

test('the server says over a WebSocket what is written', async () => {
  const [, dialogue] = /```console\n(.*?)```/s.exec(api)!;
  await server.untilState('LIVE');
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, [
    'graphql-transport-ws',
  ]);
  await once(socket, 'open');
  const messages = on(socket, 'message');
  const lines = dialogue!.trim().split('\n');
  const said: string[] = [];
  for (const line of lines) {
    if (line.startsWith('>')) socket.send(line.slice(2));
    said.push(line.startsWith('>') ? line : `< ${String((await messages.next()).value[0])}`);
  }
  expect(said).toEqual(lines);
  socket.close();
});
