import { createSchema } from '@crowdlens/schema';
import type { CrowdlensContext } from '@crowdlens/schema';
import type { Logger } from 'pino';
import { Broadcasts } from './broadcast/Broadcasts.js';
import { RegionStore } from './broadcast/RegionStore.js';
import type { Config } from './config.js';
import { Operations } from './graphql/Operations.js';
import { decideExposure } from './http/exposure.js';
import type { Exposure } from './http/exposure.js';
import { graphqlOverHttp } from './http/graphqlOverHttp.js';
import { graphqlOverWebSocket } from './http/graphqlOverWebSocket.js';
import { checkPresenterToken } from './http/presenterToken.js';
import { serve } from './http/serve.js';
import type { StartMediaServer } from './media/MediaServer.js';
import { MediaServers } from './media/MediaServers.js';

/** What a server needs beside its settings. */
export interface ServerParts {
  /** One for each media server. */
  readonly mediaServers: readonly StartMediaServer[];
  readonly log: Logger;
}

/** A running server. */
export interface CrowdlensServer extends Exposure {
  /** Address of the page, without a final slash; the API is at `/graphql`. */
  readonly url: string;
  /** True once a media server can be used; false when none can after `timeoutMs`. */
  untilMediaAvailable(timeoutMs: number): Promise<boolean>;
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
  { mediaServers, log }: ServerParts,
): Promise<CrowdlensServer> {
  const exposure = await decideExposure(config);
  const store = await RegionStore.open(config.dataDir, log);
  const schema = await createSchema();
  const media = new MediaServers(mediaServers, log);
  const broadcasts = await Broadcasts.open({ ...config, media, store, log });
  const closeBehind = async () => {
    broadcasts.close();
    await media.close();
  };
  try {
    const api = new Operations(broadcasts, config.iceServers);
    const contextFor = (authorization: unknown): CrowdlensContext => ({
      api,
      mayPresent: () => checkPresenterToken(exposure.presenterToken, authorization),
    });
    const served = await serve({
      ...config,
      tls: exposure.tls,
      graphqlOverHttp: await graphqlOverHttp(schema, contextFor, log),
      graphqlOverWebSocket: graphqlOverWebSocket(schema, contextFor, log),
      availableMediaServers: () => media.availableCount,
      log,
    });
    let closing: Promise<void> | undefined;
    const close = async () => {
      await served.close();
      await closeBehind();
    };
    return {
      ...exposure,
      url: served.url,
      untilMediaAvailable: (timeoutMs) => media.untilAvailable(timeoutMs),
      close: () => (closing ??= close()),
    };
  } catch (error) {
    await closeBehind();
    throw error;
  }
}
