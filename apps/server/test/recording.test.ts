import { mkdir, readdir, readFile, stat, watch } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig } from '@crowdlens/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanUpPeers, closePeers, RtcPeer } from './support/RtcPeer.js';
import { TestServer } from './support/TestServer.js';

/** The first byte of an Opus frame: CELT, 20 ms, stereo, one frame (RFC 6716, 3.1). */
const OPUS_STEREO_20_MS = Buffer.from([0xfc]);

const FIELDS =
  'id state startedAt endedAt ending lengthMs bytes url thumbnailUrl startedBy keptUntil';
const PLAY = 'mutation { play(input: { uri: "demo:crowd?width=320&height=240" }) { id } }';
const STOP = 'mutation { stop { id } }';
const START = `mutation ($maxSeconds: Int) {
  startRecording(input: { maxSeconds: $maxSeconds }) { ${FIELDS} }
}`;
const STOP_RECORDING = `mutation { stopRecording { ${FIELDS} } }`;
const SET_REGIONS = `mutation {
  setRegionsOfInterest(input: { regions: [{ id: "half", config: { occupancyLevelMin: 0 }, points: [
    { x: 0, y: 0 }, { x: 0.5, y: 0 }, { x: 0.5, y: 1 }, { x: 0, y: 1 }
  ] }] }) { revision }
}`;
const LIST = `query ($last: Int!, $before: String) {
  recordings(last: $last, before: $before) {
    edges { cursor node { ${FIELDS} } }
    pageInfo { hasNextPage hasPreviousPage startCursor }
  }
}`;

interface Recording {
  readonly id: string;
  readonly state: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly ending: string | null;
  readonly lengthMs: number;
  readonly bytes: number;
  readonly url: string;
  readonly thumbnailUrl: string;
  readonly startedBy: string;
  readonly keptUntil: string | null;
}

interface Changed {
  readonly broadcastChanged: { readonly recording: { readonly id: string } | null };
}

interface Page {
  readonly recordings: {
    readonly edges: readonly { readonly cursor: string; readonly node: Recording }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly startCursor: string };
  };
}

describe('a recording', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
  });
  afterAll(async () => {
    await server.close();
    cleanUpPeers();
  });

  const goLive = async () => {
    await server.get(PLAY);
    await server.untilState('LIVE');
  };
  const start = async (maxSeconds?: number) =>
    (await server.get<{ startRecording: Recording }>(START, { maxSeconds })).startRecording;
  const stop = async () =>
    (await server.get<{ stopRecording: Recording | null }>(STOP_RECORDING)).stopRecording;
  const list = async (last = 50, before?: string) =>
    (await server.get<Page>(LIST, { last, before })).recordings;
  const find = async (id: string) => (await list()).edges.find(({ node }) => node.id === id)?.node;

  async function* changes(id = 'main') {
    const query = 'subscription ($id: ID!) { broadcastChanged(id: $id) { recording { id } } }';
    for await (const { data } of server.subscribe<Changed>(query, { id })) {
      yield data!.broadcastChanged;
    }
  }

  /** Resolves when the broadcast says that nothing is being recorded. */
  const untilRecorded = async (id = 'main') => {
    for await (const { recording } of changes(id)) if (recording === null) return;
  };

  test('wants pictures', async () => {
    expect(await server.errorCode(START)).toBe('BROADCAST_NOT_LIVE');
    expect(await stop()).toBeNull();
  });

  test('goes on through an edit of the regions, and knows its events as they know it', async () => {
    await goLive();
    const begun = await start();
    expect(begun).toMatchObject({ state: 'RECORDING', endedAt: null, startedBy: 'anonymous' });
    expect(await start()).toMatchObject({ id: begun.id });

    const events = server.subscribe<{
      crowdEvents: { event: { at: string; recording: { offsetMs: number } } };
    }>(`subscription { crowdEvents(filter: { regionIds: ["half"] }) {
      event { at recording { offsetMs recording { id } } }
    } }`);
    const seen = events.next();
    await server.get(SET_REGIONS);
    const { event } = (await seen).value!.data!.crowdEvents;
    expect(event.recording).toMatchObject({
      recording: { id: begun.id },
      offsetMs: Date.parse(event.at) - Date.parse(begun.startedAt),
    });

    const ended = await stop();
    expect(ended).toMatchObject({ id: begun.id, state: 'ENDED', ending: 'STOPPED' });
    const file = await readFile(join(server.folder, 'recordings', `${begun.id}.webm`));
    expect(ended!.bytes).toBe(file.length);
    // The element Duration of WebM: a number of 8 bytes, milliseconds.
    const duration = file.readDoubleBE(file.indexOf(Buffer.from('448988', 'hex')) + 3);
    expect(duration).toBeGreaterThan(0);
    expect(ended!.lengthMs).toBe(Math.round(duration));
    const days = (Date.parse(ended!.keptUntil!) - Date.parse(ended!.endedAt!)) / 86_400_000;
    expect(days).toBe(30);

    const { recording } = await server.get<{
      recording: { events: { edges: { node: { at: string; recording: { offsetMs: number } } }[] } };
    }>(
      `query ($id: ID!) { recording(id: $id) { events { edges { node {
      at recording { offsetMs }
    } } } } }`,
      { id: begun.id },
    );
    expect(recording.events.edges).toContainEqual({
      node: { at: event.at, recording: { offsetMs: event.recording.offsetMs } },
    });
  });

  test('is told to all, and comes as a file with ranges, to be seen or saved', async () => {
    const [newest] = (await list(1)).edges;
    const { id, url, bytes, thumbnailUrl } = newest!.node;
    const whole = await fetch(`${server.url}${url}`);
    expect(whole.headers.get('content-type')).toBe('video/webm');
    expect((await whole.arrayBuffer()).byteLength).toBe(bytes);
    const part = await fetch(`${server.url}${url}`, { headers: { range: 'bytes=100-199' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([
      206,
      `bytes 100-199/${bytes}`,
    ]);
    const beyond = await fetch(`${server.url}${url}`, { headers: { range: `bytes=${bytes}-` } });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${bytes}`]);
    const saved = await fetch(`${server.url}${url}&download=1`, { method: 'HEAD' });
    expect(saved.headers.get('content-disposition')).toBe(`attachment; filename=${id}.webm`);
    const thumbnail = await fetch(`${server.url}${thumbnailUrl}`);
    expect(thumbnail.headers.get('content-type')).toBe('image/jpeg');
    const missing = await fetch(`${server.url}/recordings/none.webm`);
    expect(missing.status).toBe(404);
  });

  test('ends at its length, and with the broadcast', async () => {
    const { id } = await start(1);
    await untilRecorded();
    expect(await find(id)).toMatchObject({ state: 'ENDED', ending: 'MAX_LENGTH' });
    const second = await start();
    await server.get(STOP);
    await untilRecorded();
    expect(await find(second.id)).toMatchObject({ ending: 'OFF_AIR' });
    expect(await server.errorCode(START, { maxSeconds: 0 })).toBe('BROADCAST_NOT_LIVE');
  });

  test('is listed in pages, the newest last', async () => {
    const all = await list();
    const newest = await list(1);
    expect(newest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const others = await list(50, newest.pageInfo.startCursor);
    expect([...others.edges, ...newest.edges].map(({ node }) => node.id)).toEqual(
      all.edges.map(({ node }) => node.id),
    );
    expect(others.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const times = all.edges.map(({ node }) => node.startedAt);
    expect(times).toEqual(times.toSorted());
    expect(await server.errorCode(LIST, { last: 501 })).toBe('BAD_USER_INPUT');
    expect(await server.errorCode(LIST, { last: 1, before: 'x' })).toBe('BAD_USER_INPUT');
  });

  test('is deleted with its files, but not while it is made', async () => {
    const DELETE = 'mutation ($id: ID!) { deleteRecording(id: $id) }';
    await goLive();
    const { id } = await start();
    expect(await server.errorCode(DELETE, { id })).toBe('BAD_USER_INPUT');
    await stop();
    expect(await server.get(DELETE, { id })).toEqual({ deleteRecording: true });
    expect(await find(id)).toBeUndefined();
    await expect(stat(join(server.folder, 'recordings', `${id}.webm`))).rejects.toThrow('ENOENT');
    expect(await server.get(DELETE, { id })).toEqual({ deleteRecording: false });
  });

  test('is there after a restart', async () => {
    const { id } = await start();
    const ended = await stop();
    await server.stop();
    const recordingLimits = { ...loadConfig({}).recordingLimits, maxBytes: 50_000 };
    server = await TestServer.start({ recordingLimits }, server.folder);
    const { lengthMs, bytes } = ended!;
    expect(await find(id)).toMatchObject({ lengthMs, bytes, ending: 'STOPPED' });
  });

  test('ends at its size', async () => {
    await goLive();
    const { id } = await start();
    await untilRecorded();
    const ended = await find(id);
    expect(ended).toMatchObject({ state: 'ENDED', ending: 'MAX_SIZE' });
    expect(ended!.bytes).toBeGreaterThanOrEqual(50_000);
    expect(ended!.lengthMs).toBeGreaterThan(0);
  });

  test('has the sound of its presenter', async () => {
    const camera = await RtcPeer.watch(server);
    const sound = Buffer.concat([OPUS_STEREO_20_MS, Buffer.from('the sound of a presenter')]);
    await RtcPeer.relay(server, camera, { broadcastId: 'heard', sound });
    await server.untilState('LIVE', 'heard');
    const { startRecording } = await server.get<{ startRecording: Recording }>(
      'mutation { startRecording(input: { broadcastId: "heard", maxSeconds: 1 }) { id } }',
    );
    await untilRecorded('heard');
    const file = await readFile(join(server.folder, 'recordings', `${startRecording.id}.webm`));
    expect(file.includes('A_OPUS')).toBe(true);
    expect(file.includes(sound)).toBe(true);
    closePeers();
  });

  const PLAY_OTHER =
    'mutation { play(input: { broadcastId: "other", uri: "demo:crowd?width=160&height=120" }) { id } }';
  const RECORD_OTHER = 'mutation { startRecording(input: { broadcastId: "other" }) { id } }';
  const DELETE_OTHER = 'mutation { deleteBroadcast(id: "other") }';
  const filesOfOther = async () => {
    const files = await readdir(join(server.folder, 'recordings'));
    return files.filter((file) => file.startsWith('other'));
  };

  test('goes with its broadcast, and so do pictures of alerts', async () => {
    const pictures = join(server.folder, 'data', 'snapshots', 'alerts', 'other');
    await mkdir(pictures, { recursive: true });
    await server.get(PLAY_OTHER);
    await server.untilState('LIVE', 'other');
    const { startRecording } = await server.get<{ startRecording: Recording }>(RECORD_OTHER);
    await server.get(DELETE_OTHER);
    expect(await find(startRecording.id)).toBeUndefined();
    await expect(readdir(pictures)).rejects.toThrow('ENOENT');
    expect(await filesOfOther()).toEqual([]);
  });

  test('that is just beginning when its broadcast is deleted leaves nothing behind', async () => {
    await server.get(PLAY_OTHER);
    await server.untilState('LIVE', 'other');
    await Promise.all([server.ask(RECORD_OTHER), server.get(DELETE_OTHER)]);
    expect((await list()).edges.filter(({ node }) => node.id.startsWith('other'))).toEqual([]);
    expect(await filesOfOther()).toEqual([]);
  });

  test('ends with its media server, and goes on in another file with the next one', async () => {
    await goLive();
    const { id } = await start();
    const others = changes();
    await others.next();
    // One that ends before anything of it is on the disk is none.
    const folder = join(server.folder, 'recordings');
    for await (const _ of watch(folder)) {
      if ((await stat(join(folder, `${id}.webm`))).size > 0) break;
    }
    await server.crashMediaServer();
    for await (const { recording } of others) if (recording && recording.id !== id) break;
    expect(await find(id)).toMatchObject({ state: 'ENDED', ending: 'MEDIA_SERVER_LOST' });
  });
});
