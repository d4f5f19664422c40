import type { RegionOfInterest, RegionOfInterestConfig } from '../types.js';
import { RegionError } from './errors.js';
import { crossesItself, polygonArea } from './polygon.js';

/** A thousandth of a percent of the picture: below this no pixel centre may lie inside. */
const MIN_AREA = 1e-5;

/**
 * Checks regions and returns them unchanged.
 * @throws {RegionError} for the first region that cannot be measured: an empty or repeated id, fewer
 * than three points, a coordinate outside 0..1, edges that cross, no area, or a config out of range.
 */
export function validateRegions(regions: readonly RegionOfInterest[]): RegionOfInterest[] {
  const ids = new Set<string>();
  for (const region of regions) {
    validateId(region.id, ids);
    validatePolygon(region);
    validateConfig(region.id, region.config);
  }
  return [...regions];
}

function validateId(id: string, seen: Set<string>): void {
  if (typeof id !== 'string' || id.trim() === '')
    throw new RegionError('REGION_ID_INVALID', id, 'the id must be a non-empty text.');
  if (seen.has(id))
    throw new RegionError('REGION_ID_DUPLICATE', id, 'the id is used twice; ids must be unique.');
  seen.add(id);
}

function validatePolygon({ id, points }: RegionOfInterest): void {
  if (points.length < 3)
    throw new RegionError(
      'REGION_TOO_FEW_POINTS',
      id,
      `has ${points.length} points; a polygon needs at least 3.`,
    );
  const outside = points.find((point) => !isRelative(point.x) || !isRelative(point.y));
  if (outside)
    throw new RegionError(
      'REGION_POINT_OUTSIDE',
      id,
      `the point (${outside.x}, ${outside.y}) is outside the picture; coordinates go from 0 to 1.`,
    );
  if (polygonArea(points) < MIN_AREA)
    throw new RegionError('REGION_NO_AREA', id, 'the polygon has no area; move its points apart.');
  if (crossesItself(points))
    throw new RegionError(
      'REGION_SELF_CROSSING',
      id,
      'edges of the polygon touch or cross; put its points in order around the border.',
    );
}

function validateConfig(id: string, config: RegionOfInterestConfig): void {
  const fail = (problem: string) => new RegionError('REGION_CONFIG_INVALID', id, problem);

  for (const quantity of ['occupancy', 'fluidity'] as const) {
    const min = config[`${quantity}LevelMin`];
    const med = config[`${quantity}LevelMed`];
    const max = config[`${quantity}LevelMax`];
    const areNumbers = [min, med, max].every((level) => Number.isFinite(level));
    if (!(areNumbers && 0 <= min && min < med && med < max && max <= 100))
      throw fail(
        `the ${quantity} levels ${min}, ${med}, ${max} must be numbers that rise from min to max within 0..100.`,
      );
  }
  for (const name of [
    'occupancyNumFramesToEvent',
    'fluidityNumFramesToEvent',
    'opticalFlowNumFramesToEvent',
    'opticalFlowNumFramesToReset',
  ] as const)
    if (!Number.isSafeInteger(config[name]) || config[name] < 0)
      throw fail(`${name} is ${config[name]}; it must be a whole number of frames, 0 or more.`);
  if (!Number.isFinite(config.opticalFlowAngleOffset))
    throw fail('opticalFlowAngleOffset must be a number of degrees.');
  if (typeof config.sendOpticalFlowEvent !== 'boolean')
    throw fail('sendOpticalFlowEvent must be true or false.');
}

function isRelative(value: number): boolean {
  return value >= 0 && value <= 1;
}
