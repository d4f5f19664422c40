import type { Logger } from 'pino';
import { Access } from './access/Access.js';
import { Cluster } from './cluster/Cluster.js';
import type { Config } from './config.js';
import { Core } from './Core.js';
import type { ServerApi } from './graphql/ServerApi.js';
import { serverInfoOf } from './graphql/serverInfo.js';
import type { HistoryStore } from './history/HistoryStore.js';
import { openHistory } from './history/openHistory.js';
import { isLoopback } from './http/sameSite.js';
import { loadTls } from './http/tls.js';
import type { TlsIdentity } from './http/tls.js';
import type { StartMediaServer } from './media/MediaServer.js';
import { MediaServers } from './media/MediaServers.js';
import type { Tags } from './media/RemoteObject.js';
import { openDoors } from './openDoors.js';

/** What a server needs beside its settings. */
export interface ServerParts {
  /** One for each media server that presenters and viewers reach. */
  readonly mediaServers: readonly StartMediaServer[];
  /** Starts a media server to detect with when none of these can; without it, nothing can be broadcast then. */
  readonly startDetector?: StartMediaServer;
  readonly log: Logger;
}

/** A running server. */
export interface CrowdlensServer {
  readonly tls: TlsIdentity | undefined;
  /** Whoever knows it is an operator; undefined when there is none. */
  readonly operatorToken: string | undefined;
  /** Address of the page, without a final slash; the API is at `/graphql`. */
  readonly url: string;
  /** True once so many media servers, by default one, can be used; false when fewer can after `timeoutMs`. */
  untilMediaAvailable(timeoutMs: number, count?: number): Promise<boolean>;
  /** Ends broadcasts, clients and media servers. Idempotent. */
  close(): Promise<void>;
}

/**
 * Starts the GraphQL server. It serves also while no media server is available.
 *
 * @throws ConfigError for a setting that cannot be used; NodeJS.ErrnoException when it cannot listen
 */
export async function createServer(
  config: Config,
  { mediaServers, startDetector, log }: ServerParts,
): Promise<CrowdlensServer> {
  // On this machine alone nothing is needed; for others TLS and tokens, unless neither is wanted.
  const exposed = !isLoopback(config.host) && !config.insecure;
  const tls =
    exposed || config.tls ? await loadTls(config.tls, config.host, config.dataDir) : undefined;
  const store = await openHistory(config, log);
  const access = await Access.open(config, store, exposed);
  const media = new MediaServers({ starts: mediaServers, startDetector, log });
  const parts = { config, store, access, media, log };
  const inside = await openInside(parts);
  const closeInside = async () => {
    await inside.close();
    await media.close();
    await store.close();
  };
  try {
    const doors = await openDoors({ ...parts, ...inside, tls });
    const close = async () => {
      await doors.close();
      await closeInside();
    };
    let closing: Promise<void> | undefined;
    return {
      tls,
      operatorToken: access.operatorToken,
      url: doors.url,
      untilMediaAvailable: (timeoutMs, count) => media.untilAvailable(timeoutMs, count),
      close: () => (closing ??= close()),
    };
  } catch (error) {
    await closeInside();
    throw error;
  }
}

interface InsideParts {
  readonly config: Config;
  readonly store: HistoryStore;
  readonly access: Access;
  readonly media: MediaServers;
  readonly log: Logger;
}

/** What answers, alone or together with the other servers at `redisUrl`. */
interface Inside {
  readonly api: ServerApi;
  /** Undefined while another server leads. */
  readonly core: () => Core | undefined;
  close(): Promise<void>;
}

async function openInside(parts: InsideParts): Promise<Inside> {
  const { config, media } = parts;
  const serverInfo = serverInfoOf({ config, mediaServers: () => media.infos });
  const openCore = (pipelineTags: Tags = {}) => Core.open({ ...parts, serverInfo, pipelineTags });
  const { redisUrl } = config;
  if (redisUrl === undefined) {
    const core = await openCore();
    return { api: core.api, core: () => core, close: () => core.close() };
  }
  const cluster = await Cluster.join({
    ...parts,
    config: { ...config, redisUrl },
    openCore,
    serverInfo,
  });
  return { api: cluster.api, core: () => cluster.core, close: () => cluster.close() };
}
