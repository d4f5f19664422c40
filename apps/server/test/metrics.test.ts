import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanUpPeers, closePeers, RtcPeer } from './support/RtcPeer.js';
import { TestServer } from './support/TestServer.js';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(async () => {
  closePeers();
  await server.close();
  cleanUpPeers();
});

/** The status of `/metrics` for these headers, and what it says. */
async function ask(headers: Record<string, string> = {}): Promise<[number, string]> {
  const outgoing = request(`${server.url}/metrics`, { headers }).end();
  const [response] = await once(outgoing, 'response');
  return [response.statusCode, await text(response)];
}

/** All numbers, by name and labels. */
async function read(): Promise<Map<string, number>> {
  const [, said] = await ask();
  const lines = said.split('\n').filter((line) => /^\w/.test(line));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

/** Reads until a number is above another. */
async function until(name: string, above = 0): Promise<Map<string, number>> {
  for (;;) {
    const numbers = await read();
    if ((numbers.get(name) ?? 0) > above) return numbers;
  }
}

const packets =
  'crowdlens_media_rtp_packets_total{direction="outbound",kind="video",media_server="0"}';
const stage = (name: string, kind: string) =>
  `crowdlens_media_stage_${name}{stage="${kind}",media_server="0"}`;

test('they tell what is live, who watches, and what that costs', async () => {
  await server.get('mutation { play(input: { uri: "demo:crowd?width=160&height=120" }) { id } }');
  await server.untilState('LIVE');
  const watching = server.subscribe('subscription { broadcastChanged { viewerCount } }');
  await watching.next();
  const viewer = await RtcPeer.watch(server);
  await viewer.nextPacket();
  await until(stage('frames_out_total', 'encoder'));
  const numbers = await until(packets);
  expect(Object.fromEntries(numbers)).toMatchObject({
    'crowdlens_broadcasts{state="LIVE"}': 1,
    'crowdlens_broadcasts{state="IDLE"}': 0,
    'crowdlens_viewers{broadcast="main"}': 1,
    crowdlens_websockets: 1,
    crowdlens_subscriptions: 1,
    crowdlens_shared_subscriptions: 1,
    crowdlens_history_lost_total: 0,
    'crowdlens_media_server_up{media_server="0"}': 1,
    'crowdlens_media_peers{media_server="0"}': 1,
    'crowdlens_media_pixel_workers{media_server="0"}': 1,
  });
  for (const kind of ['player', 'crowd', 'encoder']) {
    expect(numbers.get(stage('busy_seconds_total', kind)), kind).toBeGreaterThan(0);
  }
  const processes = [...numbers.keys()].filter((name) =>
    name.startsWith('crowdlens_process_resident'),
  );
  expect(processes.map((name) => /process="([^"]+)"/.exec(name)?.[1])).toEqual(
    expect.arrayContaining(['server', 'media-server']),
  );

  // What a viewer was sent stays counted when it is gone.
  await server.get('mutation ($id: ID!) { leave(sessionId: $id) }', { id: viewer.id });
  const peersGone = async () => {
    for (;;) {
      const now = await read();
      if (now.get('crowdlens_media_peers{media_server="0"}') === 0) return now;
    }
  };
  expect((await peersGone()).get(packets)).toBeGreaterThanOrEqual(numbers.get(packets)!);
});

test('errors are counted by code, over HTTP and WebSocket', async () => {
  const errors = async (code: string) =>
    (await read()).get(`crowdlens_errors_total{code="${code}"}`) ?? 0;
  const before = await errors('SESSION_NOT_FOUND');
  const query = 'mutation { addIceCandidate(input: { sessionId: "x", candidate: "y" }) }';
  await server.ask(query);
  await server.webSocketClient().iterate({ query }).next();
  expect(await errors('SESSION_NOT_FOUND')).toBe(before + 2);
  await fetch(`${server.url}/snapshot/nothing.jpg`);
  expect(await errors('BROADCAST_NOT_FOUND')).toBe(1);
});

describe('who may read them', () => {
  test('without a token: programs of this machine, but nobody through a proxy', async () => {
    expect((await ask())[0]).toBe(200);
    const [status, said] = await ask({ 'x-forwarded-for': '203.0.113.9' });
    expect(status).toBe(401);
    expect(said).not.toContain('crowdlens_');
    expect((await ask({ forwarded: 'for=203.0.113.9' }))[0]).toBe(401);
  });

  test('with METRICS_TOKEN: who has it', async () => {
    const plain = server;
    server = await TestServer.start({ metricsToken: 'a-token-for-prometheus' });
    try {
      expect((await ask())[0]).toBe(401);
      expect((await ask({ authorization: 'Bearer a-token-for-promethean' }))[0]).toBe(401);
      expect((await ask({ authorization: 'Bearer a-token-for-prometheus' }))[0]).toBe(200);
    } finally {
      await server.close();
      server = plain;
    }
  });
});
