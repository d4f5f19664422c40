import { CrowdEventKind, CrowdLevel } from '@crowdlens/schema';
import type { CrowdEventMessage } from '@crowdlens/schema';
import { describe, expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.js';
import { EventLog } from './EventLog.js';
import { eventTest } from './filter.js';
import { eventPage } from './history.js';

const LEVELS = [CrowdLevel.NONE, CrowdLevel.MIN, CrowdLevel.MED, CrowdLevel.MAX] as const;

/** A log of events 1, 2, 3 …: the level goes round, every fifth is a direction in region b. */
function logOf(count: number, capacity = 100): EventLog {
  const log = new EventLog('main', capacity);
  for (let n = 1; n <= count; n += 1) append(log, n);
  return log;
}

function append(log: EventLog, n: number): void {
  const facts = { at: new Date(n * 1000), revision: 1 };
  if (n % 5 === 0) {
    log.append({
      ...facts,
      typeName: 'DirectionEvent',
      regionId: 'b',
      angle: 0,
      compass: 'N' as never,
    });
    return;
  }
  const level = LEVELS[n % 4]!;
  log.append({
    ...facts,
    typeName: 'OccupancyEvent',
    regionId: 'a',
    percentage: n,
    level,
    previousLevel: level,
  });
}

const all = eventTest(undefined);
const sequences = (page: ReturnType<typeof eventPage>) =>
  page.edges.map(({ node }) => node.sequence);

function reader(log: EventLog, wanted = all, after?: string) {
  const stream = log.stream(wanted, after === undefined ? undefined : decodeCursor('after', after));
  const iterator = stream[Symbol.asyncIterator]();
  return {
    next: async (): Promise<CrowdEventMessage> =>
      (await iterator.next()).value as CrowdEventMessage,
    return: () => iterator.return?.(),
  };
}

describe('pages', () => {
  const query = { broadcastId: 'main' };

  test('from the start', () => {
    const page = eventPage(logOf(10), { ...query, first: 3 });
    expect(sequences(page)).toEqual([1, 2, 3]);
    expect(page.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: true });
  });

  test('onwards and backwards by cursor', () => {
    const log = logOf(10);
    const { endCursor } = eventPage(log, { ...query, first: 3 }).pageInfo;
    const next = eventPage(log, { ...query, first: 3, after: endCursor });
    expect(sequences(next)).toEqual([4, 5, 6]);
    expect(next.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: true });
    const back = eventPage(log, { ...query, last: 3, before: next.pageInfo.startCursor });
    expect(sequences(back)).toEqual([1, 2, 3]);
  });

  test('from the end', () => {
    const page = eventPage(logOf(10), { ...query, last: 2 });
    expect(sequences(page)).toEqual([9, 10]);
    expect(page.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
  });

  test('50 when nothing is said, and none of an empty log', () => {
    expect(eventPage(logOf(80), query).edges).toHaveLength(50);
    expect(eventPage(logOf(0), query)).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  test('behind the newest there is nothing, but something before', () => {
    const log = logOf(3);
    const page = eventPage(log, { ...query, first: 5, after: log.cursorOf(3) });
    expect(page.edges).toEqual([]);
    expect(page.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
  });

  test('the oldest are forgotten', () => {
    expect(sequences(eventPage(logOf(25, 10), query))).toEqual([
      16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
    ]);
  });

  test('filters hold together', () => {
    const filter = {
      regionIds: ['a'],
      kinds: [CrowdEventKind.OCCUPANCY],
      minLevel: CrowdLevel.MED,
      from: new Date(3000),
      to: new Date(8000),
    };
    expect(sequences(eventPage(logOf(20), { ...query, filter }))).toEqual([3, 6, 7]);
    expect(
      sequences(eventPage(logOf(20), { ...query, filter: { kinds: [CrowdEventKind.DIRECTION] } })),
    ).toEqual([5, 10, 15, 20]);
  });

  test.each([
    [{ first: 1, last: 1 }, 'not both'],
    [{ first: 0 }, 'first: must be from 1 to 500, not 0'],
    [{ last: 501 }, 'last: must be from 1 to 500, not 501'],
    [{ after: 'rubbish' }, 'after: is not a cursor'],
    [{ filter: { from: new Date(2), to: new Date(1) } }, 'from must be before to'],
  ])('refused: %j', (fields, message) => {
    expect(() => eventPage(logOf(1), { ...query, ...fields })).toThrow(message);
  });
});

describe('streams', () => {
  test('only what happens from now on', async () => {
    const log = logOf(2);
    const { next } = reader(log);
    append(log, 3);
    expect((await next()).event?.sequence).toBe(3);
    const waiting = next();
    append(log, 4);
    expect(await waiting).toMatchObject({ event: { sequence: 4 }, skipped: 0 });
  });

  test('a cursor replays without gap or duplicate at the seam', async () => {
    const log = logOf(5);
    const { next } = reader(log, all, log.cursorOf(3));
    expect((await next()).event?.sequence).toBe(4);
    append(log, 6);
    expect((await next()).event?.sequence).toBe(5);
    expect((await next()).event?.sequence).toBe(6);
    const waiting = next();
    append(log, 7);
    expect((await waiting).event?.sequence).toBe(7);
  });

  test('a slow consumer is told how many it missed, then goes on', async () => {
    const log = logOf(0, 10);
    const { next } = reader(log);
    append(log, 1);
    expect((await next()).event?.sequence).toBe(1);
    for (let n = 2; n <= 30; n += 1) append(log, n);
    const marker = await next();
    expect(marker).toMatchObject({ event: null, skipped: 19 });
    expect(marker.cursor).toBe(log.cursorOf(20));
    expect((await next()).event?.sequence).toBe(21);
  });

  test('a cursor that is too old gives the number missed', async () => {
    const log = logOf(30, 10);
    const { next } = reader(log, all, log.cursorOf(5));
    expect(await next()).toMatchObject({ event: null, skipped: 15 });
    expect((await next()).event?.sequence).toBe(21);
  });

  test('a cursor of an earlier run gives a marker, then all there is', async () => {
    const log = logOf(2);
    const { next } = reader(log, all, encodeCursor({ epoch: 'other', sequence: 900 }));
    expect(await next()).toMatchObject({ event: null, skipped: 0 });
    expect((await next()).event?.sequence).toBe(1);
  });

  test('a filter lets nothing else through', async () => {
    const log = logOf(0);
    const { next } = reader(log, eventTest({ kinds: [CrowdEventKind.DIRECTION] }));
    for (let n = 1; n <= 10; n += 1) append(log, n);
    expect((await next()).event?.sequence).toBe(5);
    expect((await next()).event?.sequence).toBe(10);
  });

  test('leaving while waiting ends at once, and so does the end of the log', async () => {
    const log = logOf(0);
    const leaver = reader(log);
    const left = leaver.next();
    await leaver.return();
    expect(await left).toBeUndefined();
    const stayer = reader(log);
    const ended = stayer.next();
    append(log, 1);
    expect((await ended).event?.sequence).toBe(1);
    log.end();
    expect(await stayer.next()).toBeUndefined();
  });
});
