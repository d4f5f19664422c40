import type { RegionOfInterestConfig } from '../../api/operations.js';

/** The parameters that are numbers: levels in percent, counts in frames, an angle in degrees. */
export type NumberParameter = Exclude<keyof RegionOfInterestConfig, 'sendOpticalFlowEvent'>;

/** The quantities that have three levels. */
export const QUANTITIES = ['occupancy', 'fluidity'] as const;
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

/** What the server accepts. */
export const MAX_FRAMES = 10_000;
export const MAX_ANGLE = 360;

/** The detector's defaults, as Kurento documents them. */
export const DEFAULT_CONFIG: RegionOfInterestConfig = {
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
};
