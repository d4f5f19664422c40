import { openInWorker } from '../../apps/server/dist/history/worker/openInWorker.js';
import type { HistoryBatch } from '../../apps/server/dist/history/HistoryStore.js';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_REGION_CONFIG } from '@crowdlens/schema/regions';

/** The regions that were there; the second came with revision 3. */
export const REGIONS = ['shops', 'plaza'] as const;
const LEVELS = ['NONE', 'MIN', 'MED', 'MAX'] as const;
const MINUTE_MS = 60_000;

/** As {@link writePast}, into data of their own, for a server that is about to start. */
export async function preparePast(days: number, end: number): Promise<{ dataDir: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'crowdlens-'));
  await writePast(dataDir, days, end);
  return { dataDir };
}

/**
 * Writes a past of some days into the data of a server that is not running: both regions of `main` measured
 * once a minute up to `end`, busiest from 17 to 18 o'clock UTC, and an event each five minutes.
 */
export async function writePast(dataDir: string, days: number, end: number): Promise<void> {
  const name = { broadcastId: 'main', log: 4711 };
  const minutes = days * 24 * 60;
  const start = Math.floor(end / MINUTE_MS - minutes) * MINUTE_MS;
  const batch = {
    logs: [name],
    seconds: Array.from({ length: minutes }, (_, minute) =>
      REGIONS.map((regionId, index) => ({
        log: name.log,
        second: second(regionId, start + minute * MINUTE_MS, index),
      })),
    ).flat(),
    events: Array.from({ length: minutes / 5 }, (_, n) => ({
      log: name.log,
      event: event(n, new Date(start + n * 5 * MINUTE_MS)),
    })),
  };
  const store = await openInWorker(join(dataDir, 'crowdlens.db'));
  await store.saveRevisions(name, [
    { revision: 2, at: new Date(start), actor: 'ada', processingWidth: 320, regions: [region(0, 0.5)] },
    { revision: 3, at: new Date(start + 1000), actor: 'bob', processingWidth: 320, regions: [region(0, 0.4), region(1, 0.9)] },
  ]); // prettier-ignore
  await store.write(batch as unknown as HistoryBatch);
  await store.close();
}

function region(index: 0 | 1, bottom: number) {
  const id = REGIONS[index];
  const [top, low] = index === 0 ? [0.1, bottom] : [0.5, bottom];
  const points = [[0.1, top], [0.9, top], [0.9, low], [0.1, low]].map(([x = 0, y = 0]) => ({ x, y })); // prettier-ignore
  const named = id[0]!.toUpperCase() + id.slice(1);
  return { id, name: named, color: null, points, config: { ...DEFAULT_REGION_CONFIG } };
}

function second(regionId: string, at: number, index: number) {
  const hour = new Date(at).getUTCHours();
  const occupancy = (hour === 17 ? 80 : 20) + 10 * index + ((at / MINUTE_MS) % 10);
  return {
    regionId,
    start: at / 1000,
    count: 5,
    occupancySum: 5 * occupancy,
    occupancyMin: occupancy - 5,
    occupancyMax: occupancy + 5,
    fluidityCount: 5,
    fluiditySum: 250,
    fluidityMin: 40,
    fluidityMax: 60,
    directionX: 5,
    directionY: 0,
    secondsNone: 0,
    secondsMin: occupancy < 35 ? 1 : 0,
    secondsMed: occupancy >= 35 && occupancy < 65 ? 1 : 0,
    secondsMax: occupancy >= 65 ? 1 : 0,
  };
}

function event(n: number, at: Date) {
  const facts = {
    id: '',
    broadcastId: 'main',
    regionId: REGIONS[n % 2]!,
    sequence: n + 1,
    at,
    revision: 3,
  };
  if (n % 5 === 4) return { ...facts, typeName: 'DirectionEvent', angle: 90, compass: 'E' };
  return {
    ...facts,
    typeName: n % 5 === 3 ? 'FluidityEvent' : 'OccupancyEvent',
    percentage: (n * 7) % 100,
    level: LEVELS[n % 4]!,
    previousLevel: LEVELS[(n + 3) % 4]!,
  };
}
