import { readFile } from 'node:fs/promises';
import type { AnalyzedRegion } from '@crowdlens/media-server';
import { UsageError } from './errors.js';

/** A region as the file has it: `points` are `[x, y]` pairs relative to the picture, 0..1. */
interface RegionEntry {
  readonly id: string;
  readonly points: readonly (readonly [number, number])[];
  readonly config?: AnalyzedRegion['config'];
}

/**
 * Reads a JSON list of regions. Whether they can be measured is the detector's to say.
 * @throws UsageError when there is no such file or its form is different.
 */
export async function readRegions(path: string): Promise<AnalyzedRegion[]> {
  const regions = parse(await readText(path), path);
  if (!Array.isArray(regions) || regions.length === 0) {
    throw new UsageError(`${path}: expected a list of regions, [{ "id": …, "points": … }]`);
  }
  return regions.map((entry: unknown, index) => toRegion(entry, `${path}: region ${index + 1}`));
}

function toRegion(entry: unknown, where: string): AnalyzedRegion {
  if (!isEntry(entry)) {
    throw new UsageError(
      `${where} must look like { "id": "door", "points": [[0.1, 0.2], …], "config": { … } }`,
    );
  }
  const { id, points, config } = entry;
  return {
    id,
    points: points.map(([x, y]) => ({ x, y })),
    ...(config === undefined ? {} : { config }),
  };
}

function isEntry(value: unknown): value is RegionEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { id, points, config } = value as Partial<Record<keyof RegionEntry, unknown>>;
  const hasConfig = config === undefined || (typeof config === 'object' && config !== null);
  return typeof id === 'string' && Array.isArray(points) && points.every(isPoint) && hasConfig;
}

function isPoint(value: unknown): value is [number, number] {
  return (
    Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'number')
  );
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}
