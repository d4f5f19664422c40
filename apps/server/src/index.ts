export { ConfigError, loadConfig } from './config.js';
export type { Config } from './config.js';
export { createServer } from './createServer.js';
export type { CrowdlensServer, ServerParts } from './createServer.js';
export type { MediaTrials } from './doctor/Check.js';
export { examine } from './doctor/examine.js';
export type { Finding, Verdict } from './doctor/Finding.js';
export type { RunningMediaServer, StartMediaServer } from './media/MediaServer.js';
