import type { RegionOfInterestConfig } from './types/broadcast.js';

/*
 * What holds for regions of interest, for the server that checks them and for the page that edits them.
 * (Nothing here needs type-graphql, so that a page may load it.)
 */

/** Regions of a broadcast. */
export const MAX_REGIONS = 32;
/** Corners of a region. */
export const MIN_POINTS = 3;
/** Corners of a region. */
export const MAX_POINTS = 64;
/** The parameters that count frames. */
export const MAX_FRAMES = 10_000;
/** Degrees, either way. */
export const MAX_ANGLE = 360;
/** Pixels. */
export const MIN_PROCESSING_WIDTH = 160;
/** Pixels. */
export const MAX_PROCESSING_WIDTH = 1280;

/** The parameters that are numbers: levels in percent, counts in frames, an angle in degrees. */
export type NumberParameter = Exclude<keyof RegionOfInterestConfig, 'sendOpticalFlowEvent'>;

/** The quantities that have three levels. */
export const QUANTITIES = ['occupancy', 'fluidity'] as const;
/** One of the {@link QUANTITIES}. */
export type Quantity = (typeof QUANTITIES)[number];

/** The three level parameters of a quantity, from low to high. */
export function levelParameters(quantity: Quantity) {
  return [`${quantity}LevelMin`, `${quantity}LevelMed`, `${quantity}LevelMax`] as const;
}

/** Parameters that count frames. */
export const FRAME_PARAMETERS = [
  'occupancyNumFramesToEvent',
  'fluidityNumFramesToEvent',
  'opticalFlowNumFramesToEvent',
  'opticalFlowNumFramesToReset',
] as const satisfies readonly NumberParameter[];

/** Kurento's defaults. */
export const DEFAULT_REGION_CONFIG: Readonly<RegionOfInterestConfig> = Object.freeze({
  occupancyLevelMin: 10,
  occupancyLevelMed: 35,
  occupancyLevelMax: 65,
  occupancyNumFramesToEvent: 5,
  fluidityLevelMin: 10,
  fluidityLevelMed: 35,
  fluidityLevelMax: 65,
  fluidityNumFramesToEvent: 5,
  sendOpticalFlowEvent: false,
  opticalFlowNumFramesToEvent: 3,
  opticalFlowNumFramesToReset: 3,
  opticalFlowAngleOffset: 0,
});

/** Pixels; Kurento's default. */
export const DEFAULT_PROCESSING_WIDTH = 320;
