import type { RegionOfInterestConfig } from '../types.js';

/** The defaults of Kurento's `crowddetector.RegionOfInterestConfig`. */
export const DEFAULT_CONFIG: RegionOfInterestConfig = Object.freeze({
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
