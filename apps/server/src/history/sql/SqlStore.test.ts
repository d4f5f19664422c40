import {
  CompassPoint,
  CrowdEventKind,
  CrowdLevel,
  OverlayMode,
  RecordingEnding,
  Role,
} from '@crowdlens/schema';
import type { CrowdEvent, ShareLink } from '@crowdlens/schema';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventId } from '../eventId.js';
import type { EventConditions, EventRange, HistoryStore, SeriesRow } from '../HistoryStore.js';
import { DATABASES } from './databases.test.support.js';
import type { Database } from './databases.test.support.js';
import { LEVELS } from './eventRows.js';

if (!DATABASES.every(({ there }) => there)) {
  console.warn('No PostgreSQL server here: its tests are left out.');
}

const DAY_MS = 24 * 3600 * 1000;
const EVERYTHING: EventRange = { after: 0, limit: 1000 };

describe.each(DATABASES)('the history', ({ name: databaseName, start, there }) => {
  describe.runIf(there)(`in ${databaseName}`, () => {
    let database: Database;
    let store: HistoryStore;
    let logs = 0;
    /** Another one for each test. */
    let name = { broadcastId: '', log: 0 };

    beforeAll(async () => {
      database = await start();
      store = await database.open();
    }, 60_000);
    afterAll(async () => {
      await store.close();
      await database.close();
    });
    beforeEach(() => {
      logs += 1;
      name = { broadcastId: `broadcast-${logs}`, log: 2 ** 46 + logs };
    });

    /** Event n happens n seconds after 1970; levels go round; every fifth is a direction in region b. */
    const event = (sequence: number): CrowdEvent => {
      const { broadcastId } = name;
      const facts = {
        id: eventId(name, sequence),
        broadcastId,
        sequence,
        at: new Date(sequence * 1000),
        revision: 3,
      };
      if (sequence % 5 === 0) {
        const direction = { angle: 45.5, compass: CompassPoint.NE };
        return { ...facts, ...direction, regionId: 'b', typeName: 'DirectionEvent' };
      }
      return {
        ...facts,
        regionId: 'a',
        typeName: sequence % 2 === 0 ? 'FluidityEvent' : 'OccupancyEvent',
        percentage: sequence / 8,
        level: LEVELS[sequence % 4],
        previousLevel: CrowdLevel.MED,
      } as CrowdEvent;
    };

    async function writeEvents(first: number, last: number): Promise<CrowdEvent[]> {
      const events = Array.from({ length: last - first + 1 }, (_, i) => event(first + i));
      await store.write({
        logs: [name],
        events: events.map((one) => ({ log: name.log, event: one })),
        seconds: [],
      });
      return events;
    }

    async function sequences(wanted: EventConditions, range = EVERYTHING): Promise<number[]> {
      return (await store.events(name, wanted, range)).map(({ sequence }) => sequence);
    }

    const second = (start: number, occupancy: number, regionId = 'a'): SeriesRow => ({
      regionId,
      start,
      count: 2,
      occupancySum: 2 * occupancy,
      occupancyMin: occupancy - 1,
      occupancyMax: occupancy + 1,
      fluidityCount: occupancy > 50 ? 1 : 0,
      fluiditySum: occupancy > 50 ? 30 : 0,
      fluidityMin: occupancy > 50 ? 30 : null,
      fluidityMax: occupancy > 50 ? 30 : null,
      directionX: 1,
      directionY: -0.5,
      secondsNone: 0.25,
      secondsMin: 0.75,
      secondsMed: 0,
      secondsMax: 0,
    });

    async function writeSeconds(rows: readonly SeriesRow[]): Promise<void> {
      await store.write({
        logs: [name],
        events: [],
        seconds: rows.map((row) => ({ log: name.log, second: row })),
      });
    }

    test('nothing is known of a broadcast that never wrote', async () => {
      expect(await store.findLog(name.broadcastId)).toBeUndefined();
      expect(await store.oldestEvent(name.log)).toBeUndefined();
      expect(await sequences({})).toEqual([]);
    });

    test('events come back as they were written, also after a restart', async () => {
      const events = await writeEvents(1, 12);
      expect(await store.events(name, {}, EVERYTHING)).toEqual(events);
      await store.close();
      store = await database.open();
      expect(await store.events(name, {}, EVERYTHING)).toEqual(events);
      expect(await store.findLog(name.broadcastId)).toEqual({
        log: name.log,
        newest: 12,
        newestAt: 12_000,
      });
    });

    test('a batch that is written again changes nothing', async () => {
      await writeEvents(1, 3);
      await writeEvents(1, 3);
      expect(await sequences({})).toEqual([1, 2, 3]);
    });

    test('more than one statement takes', async () => {
      await writeEvents(1, 1234);
      expect(await sequences({}, { after: 1230, limit: 10 })).toEqual([1231, 1232, 1233, 1234]);
    });

    test('ranges, from the start and from the end', async () => {
      await writeEvents(1, 20);
      expect(await sequences({}, { after: 3, limit: 3 })).toEqual([4, 5, 6]);
      expect(await sequences({}, { after: 3, before: 6, limit: 9 })).toEqual([4, 5]);
      expect(await sequences({}, { after: 0, limit: 3, fromEnd: true })).toEqual([18, 19, 20]);
      expect(await sequences({}, { after: 0, before: 9, limit: 2, fromEnd: true })).toEqual([7, 8]);
    });

    test.each<[string, EventConditions]>([
      ['no condition', {}],
      ['a region', { regionIds: ['b'] }],
      ['regions, one of them twice and one unknown', { regionIds: ['b', 'a', 'b', 'x'] }],
      ['no region', { regionIds: [] }],
      ['a kind', { kinds: [CrowdEventKind.FLUIDITY] }],
      ['kinds', { kinds: [CrowdEventKind.DIRECTION, CrowdEventKind.OCCUPANCY] }],
      ['a level', { minLevel: CrowdLevel.MED }],
      ['a time', { from: new Date(7_000), to: new Date(19_000) }],
      ['a time that has not come', { from: new Date(70_000_000) }],
      ['an end before the first event', { to: new Date(500) }],
      [
        'everything',
        {
          regionIds: ['a'],
          kinds: [CrowdEventKind.OCCUPANCY],
          minLevel: CrowdLevel.MIN,
          from: new Date(5_500),
          to: new Date(30_000),
        },
      ],
    ])('a filter by %s finds what it says', async (_, wanted) => {
      const kinds = {
        OccupancyEvent: 'OCCUPANCY',
        FluidityEvent: 'FLUIDITY',
        DirectionEvent: 'DIRECTION',
      };
      const expected = (await writeEvents(1, 40)).filter((one) => {
        const { level } = one as { level?: CrowdLevel };
        return (
          (wanted.regionIds?.includes(one.regionId) ?? true) &&
          (wanted.kinds?.includes(kinds[one.typeName] as CrowdEventKind) ?? true) &&
          (!wanted.minLevel ||
            !level ||
            LEVELS.indexOf(level) >= LEVELS.indexOf(wanted.minLevel)) &&
          (!wanted.from || one.at >= wanted.from) &&
          (!wanted.to || one.at < wanted.to)
        );
      });
      const numbers = expected.map(({ sequence }) => sequence);
      expect(await sequences(wanted)).toEqual(numbers);
      expect(await sequences(wanted, { after: 0, limit: 4, fromEnd: true })).toEqual(
        numbers.slice(-4),
      );
    });

    test('seconds are added up to buckets, minutes or not', async () => {
      // Two minutes and a half; the last one has not been added up.
      const start = 1_200_000;
      const rows = Array.from({ length: 150 }, (_, i) => second(start + i, i < 90 ? 20 : 80));
      for (const row of rows) await writeSeconds([row, { ...row, regionId: 'other' }]);
      const range = { regionId: 'a', from: start, to: start + 150 };
      expect(await store.series(name.log, range, 1)).toEqual(rows);

      const minutes = await store.series(name.log, range, 60);
      expect(minutes.map((row) => [row.start, row.count])).toEqual([
        [start, 120],
        [start + 60, 120],
        [start + 120, 60],
      ]);
      expect(minutes[1]).toEqual({
        ...second(start + 60, 50),
        count: 120,
        occupancySum: 60 * 20 + 60 * 80,
        occupancyMin: 19,
        occupancyMax: 81,
        fluidityCount: 30,
        fluiditySum: 900,
        fluidityMin: 30,
        fluidityMax: 30,
        directionX: 60,
        directionY: -30,
        secondsNone: 15,
        secondsMin: 45,
      });
      const [all] = await store.series(name.log, range, 600);
      expect(all).toMatchObject({ start, count: 300 });
    });

    test('a second that is written again stands as it was written last', async () => {
      await writeSeconds([second(7, 10)]);
      await writeSeconds([second(7, 60)]);
      const range = { regionId: 'a', from: 0, to: 100 };
      expect(await store.series(name.log, range, 1)).toEqual([second(7, 60)]);
    });

    test('the busiest buckets of one region and of all', async () => {
      await writeSeconds([second(60, 20), second(120, 70), second(180, 40), second(180, 90, 'b')]);
      const busiest = async (regionId: string | null) =>
        (await store.busiest(name.log, { regionId, from: 0, to: 1000 }, 60, 2)).map((row) => [
          row.regionId,
          row.start,
        ]);
      expect(await busiest('a')).toEqual([
        ['a', 120],
        ['a', 180],
      ]);
      expect(await busiest(null)).toEqual([
        ['b', 180],
        ['a', 120],
      ]);
    });

    test('revisions stay as they were first saved', async () => {
      const revision = (number: number, actor = 'presenter') => ({
        revision: number,
        at: new Date(number),
        actor,
        regions: [],
        processingWidth: 320,
      });
      await store.saveRevisions(name, [revision(1), revision(2)]);
      await store.saveRevisions(name, [revision(2, 'other'), revision(3)]);
      expect(await store.revisions(name.log, 10)).toEqual([revision(3), revision(2), revision(1)]);
      expect(await store.revisions(name.log, 1, 3)).toEqual([revision(2)]);
      expect(await store.savedBroadcasts()).toContain(name.broadcastId);
    });

    test('the overlay mode is as it was said last, and unknown before', async () => {
      expect(await store.overlay(name.log)).toBeUndefined();
      await store.saveOverlay(name, OverlayMode.NONE);
      await store.saveOverlay(name, OverlayMode.PRIVACY);
      await writeEvents(1, 1);
      expect(await store.overlay(name.log)).toBe(OverlayMode.PRIVACY);
      expect(await store.findLog(name.broadcastId)).toMatchObject({ log: name.log, newest: 1 });
    });

    test('share links are kept until they are taken back, or have expired', async () => {
      const link = (id: string, made: number): ShareLink => ({
        id,
        name: id === 'a' ? 'lobby' : null,
        role: Role.VIEWER,
        broadcastId: id === 'b' ? 'main' : null,
        createdAt: new Date(made),
        createdBy: 'ana',
        expiresAt: new Date(made + 10),
      });
      for (const [id, made] of [['c', 3] as const, ['b', 2] as const, ['a', 1] as const]) {
        await store.addShareLink(link(id, made));
      }
      expect(await store.shareLinks()).toEqual([link('a', 1), link('b', 2), link('c', 3)]);
      await store.removeShareLink('b');
      await store.trim({ days: 100, maxEvents: 1e6, secondsDays: 100 }, 12);
      expect(await store.shareLinks()).toEqual([link('c', 3)]);
      await store.removeShareLink('c');
    });

    describe('what is kept', () => {
      const forEver = { days: 100, maxEvents: 1e6, secondsDays: 100 };
      async function trimAll(retention: typeof forEver, now: number): Promise<void> {
        while (await store.trim(retention, now));
      }

      test('by number, and never the newest', async () => {
        await writeEvents(1, 2500);
        await trimAll({ ...forEver, maxEvents: 100 }, 0);
        expect(await store.oldestEvent(name.log)).toBe(2401);
        await trimAll({ ...forEver, days: 0 }, 1e15);
        expect(await sequences({})).toEqual([2500]);
        expect(await store.findLog(name.broadcastId)).toMatchObject({ newest: 2500 });
      });

      test('by age', async () => {
        await writeEvents(1, 10);
        for (const start of [10, 3000, 4000]) await writeSeconds([second(start, 1)]);
        const range = { regionId: 'a', from: 0, to: 10_000 };
        await trimAll({ ...forEver, days: 1, secondsDays: 1 }, DAY_MS + 7_000);
        expect(await store.oldestEvent(name.log)).toBe(7);
        await trimAll({ ...forEver, secondsDays: 1 }, DAY_MS + 3_500_000);
        expect((await store.series(name.log, range, 1)).map(({ start }) => start)).toEqual([4000]);
        const minutes = await store.series(name.log, range, 60);
        expect(minutes.map(({ start }) => start)).toEqual([3000, 3960]);
      });

      test('nothing of a broadcast that is removed, and its name begins anew', async () => {
        await writeEvents(1, 1500);
        await writeSeconds([second(10, 1)]);
        await store.remove(name.broadcastId);
        expect(await store.findLog(name.broadcastId)).toBeUndefined();
        await trimAll(forEver, 0);
        expect(await sequences({})).toEqual([]);
        name = { ...name, log: name.log + 1000 };
        await writeEvents(1, 1);
        expect(await store.findLog(name.broadcastId)).toMatchObject({ log: name.log, newest: 1 });
      });
    });

    test('recordings are kept as they are known last, and go', async () => {
      const { broadcastId } = name;
      const begun = {
        id: `${broadcastId}-1`,
        broadcastId,
        startedAt: new Date(5000),
        startedBy: 'ann',
        endedAt: null,
        ending: null,
        bytes: 0,
        lengthMs: null,
      };
      const earlier = { ...begun, id: `${broadcastId}-0`, startedAt: new Date(4000) };
      await store.saveRecording(begun);
      await store.saveRecording(earlier);
      const ended = {
        ...begun,
        endedAt: new Date(9000),
        ending: RecordingEnding.DISK_FULL,
        bytes: 5_000_000_000,
        lengthMs: 3990,
      };
      await store.saveRecording(ended);
      expect(await store.recordings()).toEqual([earlier, ended]);
      await store.removeRecording(earlier.id);
      await store.removeRecording(ended.id);
      expect(await store.recordings()).toEqual([]);
    });
  });
});
