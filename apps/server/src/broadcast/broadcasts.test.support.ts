import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { loadConfig } from '../config.js';
import type { Config } from '../config.js';
import { History } from '../history/History.js';
import type { HistoryStore } from '../history/HistoryStore.js';
import { openSqlite } from '../history/sql/sqlite.js';
import { MediaServers } from '../media/MediaServers.js';
import { Recordings } from '../recording/Recordings.js';
import { PlayHosts } from '../egress/PlayHosts.js';
import { Broadcasts } from './Broadcasts.js';

/** All broadcasts and what they work with, in a folder of their own, but no media server. */
export interface IdleBroadcasts {
  readonly config: Config;
  readonly broadcasts: Broadcasts;
  readonly history: History;
  readonly media: MediaServers;
  readonly recordings: Recordings;
  readonly log: Logger;
  close(): Promise<void>;
}

/** @param openStore - opens the database, in this thread when left out */
export async function openBroadcasts(
  openStore: (file: string) => Promise<HistoryStore> = openSqlite,
): Promise<IdleBroadcasts> {
  const folder = await mkdtemp(join(tmpdir(), 'crowdlens-broadcasts-'));
  const config = { ...loadConfig({}), dataDir: folder };
  const log = pino({ level: 'silent' });
  const history = new History(await openStore(join(folder, 'log.db')), config.retention, log);
  const media = new MediaServers({ starts: [], log });
  const recordings = await Recordings.open({
    dir: join(folder, 'recordings'),
    limits: config.recordingLimits,
    store: history.store,
    log,
  });
  const broadcasts = await Broadcasts.open({
    ...config,
    playHosts: new PlayHosts(['*']),
    media,
    history,
    recordings,
    validityOf: (facts) => ({ ...facts, onEnd: () => () => undefined }),
    log,
  });
  return {
    config,
    broadcasts,
    history,
    media,
    recordings,
    log,
    close: async () => {
      broadcasts.close();
      await recordings.close();
      await history.close();
      await history.store.close();
      await rm(folder, { recursive: true });
    },
  };
}
