import type {
  RegionOfInterest,
  RegionOfInterestConfig,
  RegionOfInterestInput,
  RelativePointInput,
} from '@crowdlens/schema';
import {
  DEFAULT_REGION_CONFIG,
  FRAME_PARAMETERS,
  levelParameters,
  MAX_ANGLE,
  MAX_FRAMES,
  MAX_POINTS,
  MAX_PROCESSING_WIDTH,
  MAX_REGIONS,
  MIN_POINTS,
  MIN_PROCESSING_WIDTH,
  QUANTITIES,
} from '@crowdlens/schema/regions';
import { badInput } from '../errors.js';
import { area, crossesItself } from './polygon.js';

/** About two by two pixels of a 640x480 picture. */
const MIN_AREA = 1e-5;

/** What a new broadcast measures. */
export const WHOLE_FRAME: RegionOfInterest = {
  id: 'all',
  name: 'Whole picture',
  color: null,
  points: [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 1, y: 1 },
    { x: 0, y: 1 },
  ],
  config: DEFAULT_REGION_CONFIG,
};

/**
 * Checks regions and fills their defaults in.
 *
 * @throws ApiError BAD_USER_INPUT naming the field, its bound and the value
 */
export function checkRegions(inputs: readonly RegionOfInterestInput[]): RegionOfInterest[] {
  if (inputs.length > MAX_REGIONS) {
    throw badInput(`regions: at most ${MAX_REGIONS} are allowed, not ${inputs.length}.`);
  }
  const ids = new Set<string>();
  return inputs.map((input, index) => {
    const field = `regions[${index}]`;
    const region = checkRegion(field, input);
    if (ids.has(region.id)) throw badInput(`${field}.id: "${region.id}" is there twice.`);
    ids.add(region.id);
    return region;
  });
}

/**
 * Checks one region and fills its defaults in.
 *
 * @param field - where it is in what was sent
 * @throws ApiError BAD_USER_INPUT naming the field, its bound and the value
 */
export function checkRegion(field: string, input: RegionOfInterestInput): RegionOfInterest {
  checkLength(`${field}.id`, input.id, 1, 64);
  if (input.id.trim() === '') throw badInput(`${field}.id: must not be blank.`);
  if (input.name) checkLength(`${field}.name`, input.name, 0, 100);
  if (input.color && !/^#[\da-f]{6}$/i.test(input.color)) {
    throw badInput(`${field}.color: must be #rrggbb, not "${input.color.slice(0, 20)}".`);
  }
  checkPolygon(`${field}.points`, input.points);
  return {
    id: input.id,
    name: input.name ?? null,
    color: input.color ?? null,
    points: input.points.map(({ x, y }) => ({ x, y })),
    config: checkConfig(`${field}.config`, input.config ?? {}),
  };
}

/** @throws ApiError BAD_USER_INPUT */
export function checkProcessingWidth(width: number): number {
  return checkNumber('processingWidth', width, MIN_PROCESSING_WIDTH, MAX_PROCESSING_WIDTH);
}

function checkPolygon(field: string, points: readonly RelativePointInput[]): void {
  if (points.length < MIN_POINTS || points.length > MAX_POINTS) {
    throw badInput(`${field}: needs ${MIN_POINTS} to ${MAX_POINTS} points, not ${points.length}.`);
  }
  points.forEach(({ x, y }, index) => {
    checkNumber(`${field}[${index}].x`, x, 0, 1);
    checkNumber(`${field}[${index}].y`, y, 0, 1);
  });
  if (crossesItself(points)) throw badInput(`${field}: the edges of the polygon must not cross.`);
  if (area(points) < MIN_AREA) throw badInput(`${field}: the polygon must have an area.`);
}

/**
 * Checks thresholds and frame counts, and fills their defaults in.
 *
 * @throws ApiError BAD_USER_INPUT
 */
export function checkConfig(
  field: string,
  input: NonNullable<RegionOfInterestInput['config']>,
): RegionOfInterestConfig {
  const given = Object.entries(input).filter(([, value]) => value !== null && value !== undefined);
  const config: RegionOfInterestConfig = { ...DEFAULT_REGION_CONFIG, ...Object.fromEntries(given) };
  for (const quantity of QUANTITIES) {
    const [min, med, max] = levelParameters(quantity).map((level) =>
      checkNumber(`${field}.${level}`, config[level], 0, 100),
    ) as [number, number, number];
    if (!(min < med && med < max)) {
      throw badInput(
        `${field}: ${quantity}LevelMin < ${quantity}LevelMed < ${quantity}LevelMax must hold, not ${min}, ${med}, ${max}.`,
      );
    }
  }
  for (const frames of FRAME_PARAMETERS) {
    checkNumber(`${field}.${frames}`, config[frames], 0, MAX_FRAMES);
  }
  checkNumber(
    `${field}.opticalFlowAngleOffset`,
    config.opticalFlowAngleOffset,
    -MAX_ANGLE,
    MAX_ANGLE,
  );
  return config;
}

function checkLength(field: string, text: string, min: number, max: number): void {
  if (text.length >= min && text.length <= max) return;
  throw badInput(`${field}: must have ${min} to ${max} characters, not ${text.length}.`);
}

function checkNumber(field: string, value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value;
  throw badInput(`${field}: must be from ${min} to ${max}, not ${value}.`);
}
