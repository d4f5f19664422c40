export * from './CrowdlensApi.js';
export * from './createSchema.js';
export * from './types/access.js';
export * from './types/broadcast.js';
export * from './types/crowdEvent.js';
export * from './types/measurement.js';
export * from './types/regionInputs.js';
export * from './types/session.js';
