export type { AccessRules } from './access.js';
export type { Limits } from './protocol/limits.js';
export { MediaServer, type MediaServerOptions } from './server.js';
export {
  SpawnError,
  spawnMediaServer,
  type SpawnedMediaServer,
  type SpawnOptions,
} from './spawn.js';
