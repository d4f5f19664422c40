import { rm } from 'node:fs/promises';
import { spawnMediaServer } from '@crowdlens/media-server';
import { Role } from '@crowdlens/schema';
import type { RunningMediaServer } from '@crowdlens/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  postgresBinaries,
  startPostgres,
} from '../src/history/sql/temporaryPostgres.test.support.js';
import type { TemporaryPostgres } from '../src/history/sql/temporaryPostgres.test.support.js';
import { offer } from './support/offer.js';
import { cleanUpPeers, closePeers, RtcPeer } from './support/RtcPeer.js';
import { untilPipelines } from './support/pipelinesOf.js';
import { hasRedis, startRedis } from './support/temporaryRedis.js';
import type { TemporaryRedis } from './support/temporaryRedis.js';
import { TestServer } from './support/TestServer.js';

const binaries = postgresBinaries();
const REGIONS = 'mutation ($revision: Int) { updateRegionOfInterest(input: { id: "all", name: "Square", expectedRevision: $revision, config: { occupancyLevelMin: 1 } }) { revision } }'; // prettier-ignore
const EVENTS = 'subscription ($after: String) { crowdEvents(after: $after) { skipped event { id sequence } } }'; // prettier-ignore
const STATE = '{ broadcast { state revision viewerCount } }';

interface EventMessage {
  readonly crowdEvents: { readonly skipped: number; readonly event: { readonly sequence: number } };
}

describe.skipIf(!binaries || !hasRedis)('with REDIS_URL', () => {
  let postgres: TemporaryPostgres;
  let redis: TemporaryRedis;
  let media: RunningMediaServer;
  /** The first leads. */
  let first: TestServer;
  let second: TestServer;

  const join = (folder?: string) =>
    TestServer.start(
      {
        databaseUrl: postgres.url,
        redisUrl: redis.url,
        // Without a token everything may be done here, and with one what it is for.
        jwtSecret: 'only-known-to-the-servers-of-this-test',
        anonymousRole: Role.OPERATOR,
      },
      folder,
      async (ours) => {
        await ours.close();
        return { ...media, close: async () => {} };
      },
    );

  beforeAll(async () => {
    postgres = await startPostgres(binaries!);
    redis = await startRedis();
    media = await spawnMediaServer({ logLevel: 'error' });
    first = await join();
    second = await join(first.folder);
  }, 120_000);

  afterAll(async () => {
    closePeers();
    await second.stop();
    await first.stop();
    await rm(first.folder, { recursive: true, force: true });
    await media.close();
    await redis.close();
    await postgres.close();
    cleanUpPeers();
  });

  test('a broadcast of one server is watched and changed at the other', async () => {
    expect(await second.get(REGIONS, { revision: 1 })).toEqual({
      updateRegionOfInterest: { revision: 2 },
    });
    expect(await second.errorCode(REGIONS, { revision: 1 })).toBe('REVISION_CONFLICT');
    await second.get('mutation { play(input: { uri: "demo:crowd?width=320&height=240" }) { id } }');
    await first.untilState('LIVE');
    await second.untilState('LIVE');
    const viewer = await RtcPeer.watch(second);
    await viewer.nextPacket();
    expect(await first.get(STATE)).toMatchObject({ broadcast: { viewerCount: 1 } });
    expect(await first.get(`mutation { leave(sessionId: "${viewer.id}") }`)).toEqual({
      leave: true,
    });
  });

  /** Lets a viewer in at the second server, by a new share link. */
  async function letIn() {
    const { createShareLink: link } = await second.get<{
      createShareLink: { id: string; token: string };
    }>('mutation { createShareLink(input: { role: VIEWER, validForSeconds: 60 }) { id token } }');
    const watch = () =>
      fetch(`${second.url}/whep/main`, {
        method: 'POST',
        headers: { 'content-type': 'application/sdp', authorization: `Bearer ${link.token}` },
        body: offer('recvonly'),
      });
    expect((await watch()).status).toBe(201);
    await expect.poll(viewers).toBe(1);
    return { revoke: `mutation { revokeShareLink(id: "${link.id}") }`, watch };
  }

  const viewers = async () =>
    (await second.get<{ broadcast: { viewerCount: number } }>(STATE)).broadcast.viewerCount;

  test('who came in at one server by a share link is out when the other one takes it back', async () => {
    const { revoke, watch } = await letIn();
    await first.get(revoke);
    await expect.poll(viewers).toBe(0);
    await expect.poll(async () => (await watch()).status).toBe(401);
  });

  test('both tell the same events, in order and once', async () => {
    const numbers = async (server: TestServer) => {
      const stream = server.subscribe<EventMessage>(EVENTS, { after: null });
      const seen: number[] = [];
      for await (const { data } of stream) {
        seen.push(data!.crowdEvents.event.sequence);
        if (seen.length === 5) return seen;
      }
      return seen;
    };
    const [one, other] = await Promise.all([numbers(first), numbers(second)]);
    for (const seen of [one, other]) {
      expect(seen).toEqual(Array.from({ length: 5 }, (_, n) => seen[0]! + n));
    }
  });

  test('when Redis comes back empty, everything goes on', async () => {
    await redis.restart();
    await expect.poll(() => second.errorCode(STATE)).toBe(undefined);
    const stop = 'mutation { stop { state } }';
    const answers = () => second.ask(stop).then(({ data }) => data);
    await expect.poll(answers).toEqual({ stop: { state: 'IDLE' } });
    await second.untilState('IDLE');
    await second.get('mutation { play(input: { uri: "demo:crowd?width=320&height=240" }) { id } }');
    await second.untilState('LIVE');
  });

  test('when the server that leads ends, the other one goes on, with the events in order and once', async () => {
    const stream = second.subscribe<EventMessage>(EVENTS, { after: null });
    const seen: number[] = [];
    const read = async (count: number) => {
      while (seen.length < count) {
        const { value } = await stream.next();
        expect(value.data!.crowdEvents.skipped).toBe(0);
        seen.push(value.data!.crowdEvents.event.sequence);
      }
    };
    await read(2);
    const { revoke } = await letIn();
    await first.stop();
    await second.untilState('LIVE');
    expect(await viewers()).toBe(1);
    await second.get(revoke);
    await expect.poll(viewers).toBe(0);
    await read(seen.length + 5);
    expect(seen).toEqual(seen.map((_, n) => seen[0]! + n));
    const viewer = await RtcPeer.watch(second);
    await viewer.nextPacket();
    await second.get(`mutation { leave(sessionId: "${viewer.id}") }`);
    // What the other one had in the media server is not left over.
    await untilPipelines(media.url, 1);
  }, 60_000);
});
