import { createRequire } from 'node:module';
import type { MediaServerInfo, ServerInfo } from '@crowdlens/schema';
import type { Config } from '../config.js';
import { MAX_MESSAGE_BYTES, MAX_OPERATIONS_PER_SOCKET } from './limits.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** What {@link serverInfoOf} tells of. */
export interface ServerInfoParts {
  readonly config: Config;
  readonly mediaServers: () => MediaServerInfo[];
}

/** @returns a function that says what the server is and can do, at the time of the call; it takes the number of events and seconds that were lost since the start */
export function serverInfoOf({
  config,
  mediaServers,
}: ServerInfoParts): (lostHistory: number) => ServerInfo {
  const startedAt = new Date();
  return (lostHistory) => ({
    version,
    nodeVersion: process.versions.node,
    startedAt,
    uptimeSeconds: Math.floor((Date.now() - startedAt.getTime()) / 1000),
    database: config.databaseUrl === undefined ? 'SQLite' : 'PostgreSQL',
    lostHistory,
    mediaServers: mediaServers(),
    limits: {
      broadcasts: config.maxBroadcasts,
      viewersPerBroadcast: config.maxViewers,
      eventsPerBroadcast: config.retention.maxEvents,
      historyDays: config.retention.days,
      seriesBySecondDays: config.retention.secondsDays,
      messageBytes: MAX_MESSAGE_BYTES,
      operationsPerWebSocket: MAX_OPERATIONS_PER_SOCKET,
    },
  });
}
