export * from './types.js';
export { DemoCrowd } from './demo-crowd.js';
export { DemoCrowdError, type DemoCrowdErrorCode } from './errors.js';
export { createPicture } from './picture.js';
export { dominantDirection, truthShare, type TruthPoint, type TruthShare } from './truth.js';
