import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompassPoint, CrowdEventKind, CrowdLevel } from '@crowdlens/schema';
import type { CrowdEventConnection, CrowdEventMessage } from '@crowdlens/schema';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { History } from '../history/History.js';
import { openSqlite } from '../history/sql/sqlite.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { EventJournal } from './EventJournal.js';
import { EventLog } from './EventLog.js';

const LEVELS = [CrowdLevel.NONE, CrowdLevel.MIN, CrowdLevel.MED, CrowdLevel.MAX] as const;
const KEEP = { days: 1e6, secondsDays: 1e6, maxEvents: 1e9 };
const query = { broadcastId: 'main' };

let folder: string;
let history: History;
let logs = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crowdlens-log-'));
  history = new History(await openSqlite(join(folder, 'log.db')), KEEP, pino({ level: 'silent' }));
});
afterAll(async () => {
  await history.close();
  await history.store.close();
  await rm(folder, { recursive: true });
});

/** A log of events 1, 2, 3 …, on the disk: the level goes round, every fifth is a direction in region b. */
async function logOf(count: number, recent = 100): Promise<EventJournal> {
  logs += 1;
  const log = await EventJournal.open(`broadcast-${logs}`, history, recent);
  await append(log, 1, count);
  return log;
}

async function append(log: EventJournal, first: number, last = first): Promise<void> {
  for (let n = first; n <= last; n += 1) {
    const facts = { at: new Date(n * 1000), revision: 1 };
    const level = LEVELS[n % 4]!;
    log.append(
      n % 5 === 0
        ? { ...facts, typeName: 'DirectionEvent', regionId: 'b', angle: 0, compass: CompassPoint.N }
        : {
            ...facts,
            typeName: 'OccupancyEvent',
            regionId: 'a',
            percentage: n,
            level,
            previousLevel: level,
          },
    );
  }
  await history.writer.idle();
}

const cursorOf = ({ name }: EventJournal, sequence: number) =>
  encodeCursor({ log: name.log, sequence });
const sequences = (page: CrowdEventConnection) => page.edges.map(({ node }) => node.sequence);

function reader(log: EventLog, wanted = {}, after?: string) {
  const stream = log.stream(wanted, after === undefined ? undefined : decodeCursor('after', after));
  const iterator = stream[Symbol.asyncIterator]();
  const next = async (): Promise<CrowdEventMessage> =>
    (await iterator.next()).value as CrowdEventMessage;
  return {
    next,
    nextSequence: async () => (await next()).event?.sequence,
    return: () => iterator.return?.(),
  };
}

describe('pages', () => {
  test('from the start', async () => {
    const page = await (await logOf(10)).page({ ...query, first: 3 });
    expect(sequences(page)).toEqual([1, 2, 3]);
    expect(page.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: true });
  });

  test('onwards and backwards by cursor, whatever is added meanwhile', async () => {
    const log = await logOf(10);
    const { endCursor } = (await log.page({ ...query, first: 3 })).pageInfo;
    await append(log, 11);
    const next = await log.page({ ...query, first: 3, after: endCursor });
    expect(sequences(next)).toEqual([4, 5, 6]);
    expect(next.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: true });
    const back = await log.page({ ...query, last: 3, before: next.pageInfo.startCursor });
    expect(sequences(back)).toEqual([1, 2, 3]);
  });

  test('from the end', async () => {
    const page = await (await logOf(10)).page({ ...query, last: 2 });
    expect(sequences(page)).toEqual([9, 10]);
    expect(page.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
  });

  test('50 when nothing is said, and none of an empty log', async () => {
    expect((await (await logOf(80)).page(query)).edges).toHaveLength(50);
    expect(await (await logOf(0)).page(query)).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  test('behind the newest there is nothing, but something before', async () => {
    const log = await logOf(3);
    const page = await log.page({ ...query, first: 5, after: cursorOf(log, 3) });
    expect(page.edges).toEqual([]);
    expect(page.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
  });

  test.each([
    [{ first: 1, last: 1 }, 'not both'],
    [{ first: 0 }, 'first: must be from 1 to 500, not 0'],
    [{ last: 501 }, 'last: must be from 1 to 500, not 501'],
    [{ after: 'rubbish' }, 'after: is not a cursor'],
    [{ filter: { from: new Date(2), to: new Date(1) } }, 'from must be before to'],
    [
      { filter: { regionIds: Array.from({ length: 33 }, String) } },
      'regionIds: at most 32, not 33',
    ],
  ])('refused: %j', async (fields, message) => {
    const log = await logOf(1);
    await expect(log.page({ ...query, ...fields })).rejects.toThrow(message);
  });
});

describe('numbers', () => {
  test('go on after a restart', async () => {
    const before = await logOf(3);
    before.end();
    const after = await EventJournal.open(before.name.broadcastId, history);
    expect(after.name).toEqual(before.name);
    await append(after, 4);
    expect(sequences(await after.page(query))).toEqual([1, 2, 3, 4]);
  });

  test('go on while the former log of this name is still being written', async () => {
    const before = await logOf(0);
    const writing = append(before, 1, 300);
    before.end();
    const after = await EventJournal.open(before.name.broadcastId, history);
    await writing;
    await append(after, 301);
    expect(sequences(await after.page({ ...query, last: 2 }))).toEqual([300, 301]);
  });

  test('and times never go back, nor into the future', async () => {
    const log = await logOf(0);
    await append(log, 5);
    await append(log, 2);
    const future = Date.now() / 1000 + 3600;
    await append(log, future);
    const { edges } = await log.page(query);
    expect(edges.slice(0, 2).map(({ node }) => node.at.getTime())).toEqual([5000, 5000]);
    expect(edges[2]!.node.at.getTime()).toBeLessThan(future * 1000);
  });
});

describe('streams', () => {
  test('only what happens from now on', async () => {
    const log = await logOf(2);
    const { next, nextSequence } = reader(log);
    await append(log, 3);
    expect(await nextSequence()).toBe(3);
    const waiting = next();
    await append(log, 4);
    expect(await waiting).toMatchObject({ event: { sequence: 4 }, skipped: 0 });
  });

  test('nothing is told before it is on the disk', async () => {
    const log = await logOf(0);
    const told = reader(log).next();
    const written = append(log, 1);
    const first = await told;
    expect(sequences(await log.page(query))).toEqual([first.event!.sequence]);
    await written;
  });

  test.each([
    ['in memory', 100],
    ['on the disk', 1],
  ])('a cursor replays what is %s without gap or duplicate at the seam', async (_, recent) => {
    const log = await logOf(450, recent);
    const { nextSequence } = reader(log, {}, cursorOf(log, 3));
    const seen = [await nextSequence(), await nextSequence()];
    await append(log, 451, 470);
    while (seen.length < 467) seen.push(await nextSequence());
    const waiting = nextSequence();
    await append(log, 471);
    seen.push(await waiting);
    expect(seen).toEqual(Array.from({ length: 468 }, (_2, i) => i + 4));
  });

  test('a replay is filtered as what is live', async () => {
    const log = await logOf(400, 10);
    const wanted = { kinds: [CrowdEventKind.DIRECTION], from: new Date(200_000) };
    const { nextSequence } = reader(log, wanted, cursorOf(log, 0));
    const seen: unknown[] = [];
    for (let n = 0; n < 41; n += 1) seen.push(await nextSequence());
    const waiting = nextSequence();
    await append(log, 401, 405);
    seen.push(await waiting);
    expect(seen).toEqual(Array.from({ length: 42 }, (_, i) => 200 + 5 * i));
  });

  test('a slow consumer is told how many it missed, goes on, and can catch up by its cursor', async () => {
    const log = await logOf(0, 10);
    const { next, nextSequence } = reader(log);
    await append(log, 1);
    const { cursor } = await next();
    await append(log, 2, 30);
    expect(await next()).toEqual({ cursor: cursorOf(log, 20), event: null, skipped: 19 });
    expect(await nextSequence()).toBe(21);
    expect(await reader(log, {}, cursor).nextSequence()).toBe(2);
  });

  test('a cursor that is older than what is kept gives the number that is gone', async () => {
    const log = await logOf(30, 10);
    while (await history.store.trim({ ...KEEP, maxEvents: 10 }, Date.now()));
    const { next, nextSequence } = reader(log, {}, cursorOf(log, 5));
    expect(await next()).toEqual({ cursor: cursorOf(log, 20), event: null, skipped: 15 });
    expect(await nextSequence()).toBe(21);
  });

  test('a cursor of another log gives a marker, then all there is', async () => {
    const log = await logOf(2);
    const { next, nextSequence } = reader(log, {}, encodeCursor({ log: 1, sequence: 900 }));
    expect(await next()).toMatchObject({ event: null, skipped: 0 });
    expect(await nextSequence()).toBe(1);
  });

  test('a cursor of this log that it has not reached, since an older copy was restored, gives the same', async () => {
    const log = await logOf(2);
    const { next, nextSequence } = reader(log, {}, cursorOf(log, 3));
    expect(await next()).toMatchObject({ event: null, skipped: 0 });
    expect(await nextSequence()).toBe(1);
  });

  test('a cursor that another server gave gets nothing twice, where this one lags behind', async () => {
    const leading = await logOf(3);
    const lagging = new EventLog(leading.name, 1, history.store);
    const next = reader(lagging, {}, cursorOf(leading, 3)).nextSequence();
    await append(leading, 4);
    const { edges } = await leading.page(query);
    for (const { node } of edges.slice(1)) lagging.deliver(node);
    expect(await next).toBe(4);
  });

  test('a filter lets nothing else through', async () => {
    const log = await logOf(0);
    const { nextSequence } = reader(log, { kinds: [CrowdEventKind.DIRECTION] });
    await append(log, 1, 10);
    expect(await nextSequence()).toBe(5);
    expect(await nextSequence()).toBe(10);
  });

  test('leaving while waiting ends at once, and so does the end of the log', async () => {
    const log = await logOf(0);
    const leaver = reader(log);
    const left = leaver.next();
    await leaver.return();
    expect(await left).toBeUndefined();
    const stayer = reader(log);
    const ended = stayer.next();
    await append(log, 1);
    expect((await ended).event?.sequence).toBe(1);
    log.end();
    expect(await stayer.next()).toBeUndefined();
  });
});
