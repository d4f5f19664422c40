export { CrowdlensClient } from './CrowdlensClient.js';
export type {
  AlertOptions,
  CrowdEventOptions,
  CrowdlensClientOptions,
  MeasurementOptions,
} from './CrowdlensClient.js';
export { CrowdlensError } from './CrowdlensError.js';
export type * from './types.js';
