import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

let folder: string;
let child: ChildProcess;
let lines: AsyncIterator<string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crowdlens-main-'));
});
afterEach(async () => {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
});

function start(environment: Record<string, string>): ChildProcess {
  child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      DATA_DIR: folder,
      LOG_LEVEL: 'warn',
      ...environment,
    },
  });
  lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return child;
}

/** Resolves with the next line of standard output that matches, and its groups. */
async function line(pattern: RegExp): Promise<RegExpExecArray> {
  for (let next = await lines.next(); !next.done; next = await lines.next()) {
    const match = pattern.exec(next.value);
    if (match) return match;
  }
  throw new Error(`The server ended without printing ${pattern.source}.`);
}

describe('a setting that cannot be used ends it with one clear message', () => {
  test.each([
    [{ PORT: 'x' }, 'PORT must be a whole number from 0 to 65535, not "x"\n'],
    [{ HOST: '192.0.2.1', INSECURE: '1' }, 'HOST 192.0.2.1 is no address of this machine.\n'],
    [
      { TLS_CERT: '/nowhere', TLS_KEY: '/nowhere' },
      'TLS_CERT names a file that cannot be read: /nowhere\n',
    ],
  ])('%j', async (environment, message) => {
    const { stderr } = start(environment);
    const [output, [code]] = await Promise.all([text(stderr!), once(child, 'exit')]);
    expect(output).toContain(message);
    expect(output).not.toContain('    at ');
    expect(code).toBe(1);
  });

  test('a port that is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const PORT = String((other.address() as AddressInfo).port);
    const { stderr } = start({ PORT });
    const [output, [code]] = await Promise.all([text(stderr!), once(child, 'exit')]);
    expect(output).toContain(`PORT ${PORT} is in use`);
    expect(code).toBe(1);
    other.close();
  });
});

test('it prints its address, serves there on IPv4 and IPv6, and takes leave when told to end', async () => {
  start({});
  const [, port] = await line(/^Crowdlens is ready: http:\/\/localhost:(\d+)$/);
  for (const host of ['127.0.0.1', '[::1]']) {
    const response = await fetch(`http://${host}:${port}/graphql?query={broadcasts{id}}`, {
      headers: { 'apollo-require-preflight': '1' },
    });
    expect(await response.json()).toEqual({ data: { broadcasts: [{ id: 'main' }] } });
  }
  const listener = createClient({
    url: `ws://localhost:${port}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  const changes = listener.iterate({ query: 'subscription { broadcastChanged { state } }' });
  expect(await changes.next()).toMatchObject({
    value: { data: { broadcastChanged: { state: 'IDLE' } } },
  });
  const left = new Promise((resolve) => listener.on('closed', resolve));
  child.kill('SIGTERM');
  const goingAway = 1001;
  expect(await left).toMatchObject({ code: goingAway });
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('told to end, it completes what it records', async () => {
  const serve = async () => {
    start({});
    const [, url] = await line(/^Crowdlens is ready: (.*)$/);
    return createClient({
      url: `${url!.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
  };
  const client = await serve();
  const play = 'mutation { play(input: { uri: "demo:crowd?width=160&height=120" }) { id } }';
  await client.iterate({ query: play }).next();
  const query = 'subscription { broadcastChanged { state } }';
  for await (const { data } of client.iterate<{ broadcastChanged: { state: string } }>({ query })) {
    if (data?.broadcastChanged.state === 'LIVE') break;
  }
  const record = 'mutation { startRecording(input: {}) { id } }';
  const { value } = await client.iterate({ query: record }).next();
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);

  const next = await serve();
  const find = '{ recordings { edges { node { id state ending } } } }';
  const { id } = (value as { data: { startRecording: { id: string } } }).data.startRecording;
  expect((await next.iterate({ query: find }).next()).value).toEqual({
    data: { recordings: { edges: [{ node: { id, state: 'ENDED', ending: 'OFF_AIR' } }] } },
  });
  await next.dispose();
});

test('told twice, it ends at once, though its media server hangs', async () => {
  const { pid, stderr } = start({ LOG_LEVEL: 'info' });
  await line(/^Crowdlens is ready/);
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  const mediaServer = Number(children.trim());
  process.kill(mediaServer, 'SIGSTOP');
  try {
    child.kill('SIGTERM');
    for await (const entry of createInterface({ input: stderr! })) {
      if (entry.includes('closing: ')) break;
    }
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([1, null]);
  } finally {
    process.kill(mediaServer, 'SIGKILL');
  }
});

test('for other hosts it wants TLS and an operator token, and prints both and where they reach it', async () => {
  start({ HOST: '0.0.0.0' });
  await line(/^Crowdlens is ready: https:\/\/0\.0\.0\.0:\d+$/);
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4');
  if (outside) await line(new RegExp(`^  From other machines: https://${outside.address}:\\d+$`));
  await line(/TLS certificate, SHA-256: ([\dA-F]{2}:){31}[\dA-F]{2}$/);
  await line(/Operator token: [\w-]{24}$/);
});

test('secrets come from files, and get neither to child processes nor into what is printed', async () => {
  const file = join(folder, 'token');
  await writeFile(file, 'a-token-in-a-file\n');
  const secrets = { JWT_SECRET: 'x'.repeat(40), METRICS_TOKEN: 'y'.repeat(20) };
  const { pid } = start({ ...secrets, OPERATOR_TOKEN_FILE: file, LOG_LEVEL: 'trace' });
  const printed: string[] = [];
  child.stdout!.on('data', (data: Buffer) => printed.push(data.toString()));
  child.stderr!.on('data', (data: Buffer) => printed.push(data.toString()));
  const [, url] = await line(/^Crowdlens is ready: (.*)$/);
  const ask = async (token: string) => {
    const headers = { authorization: `Bearer ${token}`, 'apollo-require-preflight': '1' };
    return (await fetch(`${url!}/graphql?query={broadcasts{id}}`, { headers })).status;
  };
  expect(await ask('a-token-in-a-file')).toBe(200);
  expect(await ask('another')).toBe(401);
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  const inherited = await readFile(`/proc/${children.trim()}/environ`, 'utf8');
  for (const secret of ['a-token-in-a-file', ...Object.values(secrets)]) {
    expect(inherited).not.toContain(secret);
    expect(printed.join('')).not.toContain(secret);
  }
});

test('INSECURE does without', async () => {
  start({ HOST: '0.0.0.0', INSECURE: '1' });
  await line(/^Crowdlens is ready: http:\/\/0\.0\.0\.0:\d+$/);
});

test('what is played cannot lead to where it may not be fetched from', async () => {
  const asked: string[] = [];
  const site = createHttpServer(({ url }, response) => {
    asked.push(url!);
    // "localhost" may be asked, this address may not.
    const { port } = site.address() as AddressInfo;
    if (url === '/video') response.writeHead(302, { location: `http://127.0.0.1:${port}/secret` });
    response.end();
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  const { port } = site.address() as AddressInfo;
  start({ HOST: '0.0.0.0', INSECURE: '1', PLAY_HOSTS: 'localhost' });
  const [, url] = await line(/^Crowdlens is ready: (.*)$/);
  const play = async (host: string) => {
    const response = await fetch(`${url!}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: 'mutation ($uri: String!) { play(input: { uri: $uri }) { id } }',
        variables: { uri: `http://${host}:${port}/video` },
      }),
    });
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    return errors[0]?.extensions.code;
  };
  expect(await play('127.0.0.1')).toBe('BAD_USER_INPUT');
  expect(asked).toEqual([]);
  expect(await play('localhost')).toBeDefined();
  expect(new Set(asked)).toEqual(new Set(['/video']));
  site.close();
});

test('killed while an alert is open, it has that alert again, and ends it when nobody comes back', async () => {
  const serve = async () => {
    start({ INTERRUPTED_SECONDS: '1' });
    const [, url] = await line(/^Crowdlens is ready: (.*)$/);
    const client = createClient({
      url: `${url!.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const ask = (query: string) => client.iterate({ query }).next();
    return { client, ask };
  };
  const alerts = 'subscription { alertChanged { alert { id endedAt lastSeenAt ending } } }';
  const first = await serve();
  await first.ask(
    'mutation { updateRegionOfInterest(input: { id: "all", config: { occupancyLevelMin: 1 } }) { id } }',
  );
  await first.ask(
    'mutation { createAlertRule(input: { regionId: "all", name: "anybody", minLevel: MIN, forSeconds: 0 }) { id } }',
  );
  await first.ask('mutation { play(input: { uri: "demo:crowd" }) { id } }');
  const raised = (await first.ask(alerts)).value as object;
  child.kill('SIGKILL');
  await once(child, 'exit');
  const second = await serve();
  const changes = second.client.iterate({
    query: `subscription { alertChanged(after: "${Buffer.from('0.1').toString('base64url')}") { alert { id endedAt lastSeenAt ending } } }`,
  });
  let { value } = (await changes.next()) as { value: { data: { alertChanged: { alert: Alert } } } };
  const { id } = (raised as typeof value).data.alertChanged.alert;
  while (value.data.alertChanged.alert.endedAt === null) {
    expect(value.data.alertChanged.alert.id).toBe(id);
    ({ value } = (await changes.next()) as { value: typeof value });
  }
  const { endedAt, lastSeenAt } = value.data.alertChanged.alert;
  expect(value.data.alertChanged.alert).toMatchObject({ id, ending: 'OFF_AIR' });
  expect(endedAt).toBe(lastSeenAt);
  await second.client.dispose();
});

interface Alert {
  readonly id: string;
  readonly endedAt: string | null;
  readonly lastSeenAt: string;
}
