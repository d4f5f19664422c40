import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer as createTcpServer, type Socket } from 'node:net';
import { EventEmitter, on, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CrowdlensClient, CrowdlensError, type CrowdEventMessage } from '@crowdlens/client';
import { spawnMediaServer } from '@crowdlens/media-server';
import { createServer, loadConfig, type CrowdlensServer } from '@crowdlens/server';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';

let dataDir: string;
let server: CrowdlensServer;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'crowdlens-'));
  server = await createServer(loadConfig({ PORT: '0', DATA_DIR: dataDir }), {
    mediaServers: [() => spawnMediaServer({ logLevel: 'silent' })],
    log: pino({ level: 'silent' }),
  });
  await server.untilMediaAvailable(10_000);
});
afterAll(async () => {
  await server?.close();
  await rm(dataDir, { recursive: true, force: true });
});

function newClient(url = server.url): CrowdlensClient {
  const client = new CrowdlensClient({ url, webSocket: WebSocket });
  onTestFinished(() => client.close());
  return client;
}

test('a request gives data, or an error with a code', async () => {
  const client = newClient();
  const { broadcast } = await client.request<{ broadcast: object }>('{ broadcast { id } }');
  expect(broadcast).toEqual({ id: 'main' });
  await expect(client.request('mutation { stop(broadcastId: "nobody") { id } }')).rejects.toThrow(
    expect.objectContaining({ name: 'CrowdlensError', code: 'BROADCAST_NOT_FOUND' }),
  );
});

test('what is no answer of the API is told as it came', async () => {
  const page = createHttpServer((_request, response) => response.writeHead(502).end('No server'));
  page.listen(0, '127.0.0.1');
  await once(page, 'listening');
  onTestFinished(() => void page.close());
  const client = newClient(`http://127.0.0.1:${(page.address() as AddressInfo).port}/`);
  await expect(client.request('{ role }')).rejects.toThrow(
    new CrowdlensError('UNKNOWN', 'HTTP 502 in place of an answer: No server'),
  );
});

test('a token that is wrong, or taken back, ends what was begun with it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'crowdlens-'));
  const config = loadConfig({ PORT: '0', DATA_DIR: folder, OPERATOR_TOKEN: 'the-operator' });
  const guarded = await createServer(config, { mediaServers: [], log: pino({ level: 'silent' }) });
  onTestFinished(async () => {
    await guarded.close();
    await rm(folder, { recursive: true });
  });
  const withToken = (token: string) => {
    const client = new CrowdlensClient({ url: guarded.url, token, webSocket: WebSocket });
    onTestFinished(() => client.close());
    return client;
  };
  const refused = expect.objectContaining({ code: 'UNAUTHENTICATED' });
  await expect(withToken('wrong').request('{ role }')).rejects.toThrow(refused);
  await expect(withToken('wrong').crowdEvents().next()).rejects.toThrow(refused);

  const operator = withToken('the-operator');
  const { createShareLink } = await operator.request<{
    createShareLink: { id: string; token: string };
  }>('mutation { createShareLink(input: {}) { id token } }');
  const guest = withToken(createShareLink.token);
  const measurements = guest.measurements().next();
  // Its socket is open, and the server knows who it is, once it is answered there.
  await guest
    .crowdEvents({ broadcastId: 'none' })
    .next()
    .catch(() => undefined);
  await operator.request('mutation ($id: ID!) { revokeShareLink(id: $id) }', createShareLink);
  await expect(measurements).rejects.toThrow(refused);
});

test('a stream of an unknown broadcast is refused', async () => {
  await expect(newClient().crowdEvents({ broadcastId: 'nobody' }).next()).rejects.toThrow(
    expect.objectContaining({ code: 'BROADCAST_NOT_FOUND' }),
  );
});

test('a connection that breaks off costs no event and brings none twice', async () => {
  const line = await cuttableLine(new URL(server.url).port);
  const client = newClient(line.url);
  await client.request('mutation { play(input: { uri: "demo:crowd" }) { id } }');
  const stop = new AbortController();
  const sequences: number[] = [];
  for await (const { event } of client.crowdEvents({ signal: stop.signal })) {
    sequences.push(event!.sequence);
    if (sequences.length === 2 || sequences.length === 4) line.cut();
    if (sequences.length === 6) stop.abort();
  }
  expect(sequences).toEqual([1, 2, 3, 4, 5, 6]);
});

test('what happens while the line is cut before the first message comes, too', async () => {
  const line = await cuttableLine(new URL(server.url).port);
  const client = newClient();
  await client.request('mutation { stop { id } }');
  const { crowdEvents } = await client.request<{
    crowdEvents: { edges: { node: { sequence: number } }[] };
  }>('{ crowdEvents(last: 1) { edges { node { sequence } } } }');
  const [last] = crowdEvents.edges;

  const first = newClient(line.url).crowdEvents().next();
  await line.passed('"cursor"');
  line.cut();
  line.hold();
  const direct = client.crowdEvents();
  const happened = direct.next();
  await client.request('mutation { play(input: { uri: "demo:crowd" }) { id } }');
  await happened;
  line.release();
  expect((await first).value?.event?.sequence).toBe(last!.node.sequence + 1);
  await direct.return();
});

test('a cursor goes on where another client ended', async () => {
  const client = newClient();
  const seen: CrowdEventMessage[] = [];
  const first = await client.request<{ crowdEvents: { edges: { cursor: string }[] } }>(
    '{ crowdEvents(first: 1) { edges { cursor } } }',
  );
  for await (const message of client.crowdEvents({ after: first.crowdEvents.edges[0]!.cursor })) {
    seen.push(message);
    if (seen.length === 2) break;
  }
  expect(seen.map(({ event }) => event?.sequence)).toEqual([2, 3]);
});

test('measurements of the regions that were asked for, again after a broken connection', async () => {
  const line = await cuttableLine(new URL(server.url).port);
  const client = newClient(line.url);
  let frames = 0;
  for await (const { at, regions } of client.measurements({ regionIds: ['all'], throttleMs: 0 })) {
    expect(new Date(at).toISOString()).toBe(at);
    expect(regions.map(({ regionId }) => regionId)).toEqual(['all']);
    frames += 1;
    if (frames === 2) line.cut();
    if (frames === 4) break;
  }
  for await (const { regions } of client.measurements({ regionIds: ['nowhere'] })) {
    expect(regions).toEqual([]);
    break;
  }
});

test('alerts are streamed from the open ones on, across a connection that breaks off', async () => {
  const line = await cuttableLine(new URL(server.url).port);
  const client = newClient();
  await client.request(
    'mutation { updateRegionOfInterest(input: { id: "all", config: { occupancyLevelMin: 1 } }) { id } }',
  );
  const { createAlertRule } = await client.request<{ createAlertRule: { id: string } }>(
    'mutation { createAlertRule(input: { regionId: "all", name: "anybody", minLevel: MIN, forSeconds: 0 }) { id } }',
  );
  await client.request('mutation { play(input: { uri: "demo:crowd" }) { id } }');
  const endings: (string | null)[] = [];
  for await (const { alert } of newClient(line.url).alerts({ broadcastId: 'main' })) {
    endings.push(alert.ending);
    if (alert.ending !== null) break;
    if (endings.length > 1) continue;
    line.cut();
    await client.request('mutation ($id: ID!) { deleteAlertRule(id: $id) }', createAlertRule);
  }
  expect(endings[0]).toBeNull();
  expect(endings.at(-1)).toBe('RULE_REMOVED');
  await client.request('mutation { stop { id } }');
});

test('an alert that is raised and over while the line is cut before the first message comes, too', async () => {
  const line = await cuttableLine(new URL(server.url).port);
  const client = newClient();
  await client.request('mutation { play(input: { uri: "demo:crowd" }) { id } }');
  const first = newClient(line.url).alerts().next();
  await line.passed('"cursor"');
  line.cut();
  line.hold();
  const direct = client.alerts();
  const raised = direct.next();
  const { createAlertRule } = await client.request<{ createAlertRule: { id: string } }>(
    'mutation { createAlertRule(input: { regionId: "all", name: "short", minLevel: MIN, forSeconds: 0 }) { id } }',
  );
  const { alert } = (await raised).value!;
  await client.request('mutation ($id: ID!) { deleteAlertRule(id: $id) }', createAlertRule);
  for await (const { alert: each } of direct) if (each.endedAt !== null) break;
  line.release();
  expect((await first).value?.alert).toMatchObject({ id: alert.id, ending: 'RULE_REMOVED' });
  await client.request('mutation { stop { id } }');
});

test('the example of the README hears of events', async () => {
  const client = newClient();
  await client.request(
    'mutation { updateRegionOfInterest(input: { id: "all", config: { occupancyLevelMin: 1, occupancyLevelMed: 2 } }) { id } }',
  );
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, example] = /```ts\n(.*?)```/s.exec(readme)!;
  // Beside the packages that it imports.
  const file = new URL('readme.example.tmp.mjs', import.meta.url);
  writeFileSync(file, example!.replace('http://localhost:4000', server.url));
  const program = spawn(process.execPath, [file.pathname], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(program, 'exit');
  onTestFinished(async () => {
    program.kill();
    await exited;
    rmSync(file);
  });
  await client.request('mutation { play(input: { uri: "demo:crowd" }) { id } }');
  let words = '';
  for await (const text of program.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    words += text;
    if (words.includes('sequence')) break;
  }
  expect(words).toMatch(/^\S+Z all \{/);
  await client.request('mutation { stop { id } }');
});

/** A way to the server that can be cut through. */
interface CuttableLine {
  readonly url: string;
  cut(): void;
  /** Nobody comes through until {@link release}. */
  hold(): void;
  release(): void;
  /** Resolves when the server has sent this. */
  passed(text: string): Promise<void>;
}

async function cuttableLine(port: string): Promise<CuttableLine> {
  const sockets = new Set<Socket>();
  const answers = new EventEmitter();
  let isHeld = false;
  const relay = createTcpServer((near) => {
    if (isHeld) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), '127.0.0.1');
    near.pipe(far).pipe(near);
    far.on('data', (bytes: Buffer) => answers.emit('bytes', bytes.toString('latin1')));
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
  }).listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const cut = () => sockets.forEach((socket) => socket.destroy());
  onTestFinished(() => {
    relay.close();
    cut();
  });
  return {
    url: `http://localhost:${(relay.address() as AddressInfo).port}`,
    cut,
    hold: () => void (isHeld = true),
    release: () => void (isHeld = false),
    passed: async (text) => {
      for await (const [bytes] of on(answers, 'bytes')) {
        if ((bytes as string).includes(text)) return;
      }
    },
  };
}
