export * from './types.js';
export { CrowdDetector } from './detector.js';
export { DEFAULT_CONFIG } from './regions/config.js';
export { RegionError } from './regions/errors.js';
export type { RegionErrorCode } from './regions/errors.js';
export { validateRegions } from './regions/validate.js';
export { COMPASS_POINTS, compassPoint } from './events/compass.js';
export type { CompassPoint } from './events/compass.js';
