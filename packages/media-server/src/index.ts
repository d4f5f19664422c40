export type { AccessRules } from './access.js';
export type { Limits } from './protocol/limits.js';
export { MediaServer, type MediaServerOptions } from './server.js';
export {
  SpawnError,
  spawnMediaServer,
  type SpawnedMediaServer,
  type SpawnOptions,
} from './spawn.js';
export { analyzeFile } from './analyze/analyzeFile.js';
export type {
  AnalyzedRegion,
  AnalyzeOptions,
  AnalyzeSummary,
  RecordingInfo,
} from './analyze/analyzeFile.js';
export { OVERLAY_MODES, type OverlayMode } from './overlayMode.js';
export type { CrowdReport } from './pixels/types.js';
export { tryCodecs, type CodecTrial } from './pixels/codec/tryCodecs.js';
export {
  gatherCandidates,
  type GatheredCandidates,
  type IceServerAddress,
} from './webrtc/gatherCandidates.js';
