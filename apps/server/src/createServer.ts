import { createSchema } from '@crowdlens/schema';
import type { ExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import { Access } from './access/Access.js';
import { requireRole } from './access/Caller.js';
import { iceServersFor } from './access/iceServersFor.js';
import type { Config } from './config.js';
import { formatResult } from './graphql/errors.js';
import { Readiness } from './health/Readiness.js';
import { Cluster } from './cluster/Cluster.js';
import { Core } from './Core.js';
import { serverInfoOf } from './graphql/serverInfo.js';
import { openHistory } from './history/openHistory.js';
import { eventExport } from './http/eventExport.js';
import { Gate } from './http/Gate.js';
import { graphqlOverHttp } from './http/graphqlOverHttp.js';
import type { GraphqlOptions } from './http/graphqlOverHttp.js';
import { graphqlOverSse } from './http/graphqlOverSse.js';
import { graphqlOverWebSocket } from './http/graphqlOverWebSocket.js';
import { metrics } from './http/metrics.js';
import { RateLimits } from './http/RateLimits.js';
import { isLoopback } from './http/sameSite.js';
import { health } from './http/health.js';
import { recordedFiles } from './http/recordedFiles.js';
import { serve } from './http/serve.js';
import { snapshots } from './http/snapshots.js';
import { loadTls } from './http/tls.js';
import type { TlsIdentity } from './http/tls.js';
import { webRtcOverHttp } from './http/webRtcOverHttp.js';
import type { StartMediaServer } from './media/MediaServer.js';
import { MediaServers } from './media/MediaServers.js';
import type { Tags } from './media/RemoteObject.js';
import { Metrics } from './metrics/Metrics.js';
import { Tally } from './metrics/Tally.js';
import { SharedSubscriptions } from './subscriptions/SharedSubscriptions.js';
import { RecordingFolder } from './recording/RecordingFolder.js';
import { traceOperations } from './tracing/traceOperations.js';

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
  const schema = traceOperations(await createSchema());
  const media = new MediaServers({ starts: mediaServers, startDetector, log });
  const serverInfo = serverInfoOf({ config, mediaServers: () => media.infos });
  const openCore = (pipelineTags: Tags = {}) =>
    Core.open({ config, store, media, access, serverInfo, pipelineTags, log });
  const { redisUrl } = config;
  const cluster =
    redisUrl === undefined
      ? undefined
      : await Cluster.join({
          config: { ...config, redisUrl },
          access,
          store,
          media,
          openCore,
          serverInfo,
          log,
        });
  const single = cluster ? undefined : await openCore();
  const core = () => single ?? cluster?.core;
  const closeBehind = async () => {
    await cluster?.close();
    await single?.close();
    await media.close();
    await store.close();
  };
  try {
    const { signedPaths } = access;
    const api = cluster?.api ?? single!.api;
    const errors = new Tally();
    const gate = new Gate({
      access,
      rateLimits: new RateLimits(config.maxOperationsPerSecond),
      trustedProxies: config.trustedProxies,
    });
    const graphql: GraphqlOptions = {
      schema,
      introspection: config.introspection,
      contextFor: (caller) => ({
        api: api.within(caller.broadcastId),
        callerName: caller.name,
        validity: caller.validity,
        role: caller.role,
        broadcastId: caller.broadcastId,
        require: (role) => requireRole(caller, role),
      }),
      log,
      errors,
    };
    const present = (result: ExecutionResult) => formatResult(result, graphql);
    const shared = new SharedSubscriptions({ readers: api.readers, present });
    const overWebSocket = graphqlOverWebSocket(graphql, gate, shared);
    const served = await serve({
      ...config,
      tls,
      gate,
      graphqlOverHttp: await graphqlOverHttp(graphql),
      graphqlOverWebSocket: overWebSocket,
      graphqlOverSse: graphqlOverSse(graphql, shared),
      eventExport: eventExport(api),
      recordedFiles: recordedFiles({
        api,
        folder: await RecordingFolder.open(config.recordingsDir),
        signedPaths,
        gate,
      }),
      snapshots: snapshots(api),
      webRtcOverHttp: webRtcOverHttp({ api, gate, iceServers: () => iceServersFor(config) }),
      health: health({
        readiness: new Readiness({ media, store }),
        availableMediaServers: () => media.availableCount,
      }),
      metrics: metrics(
        new Metrics({ core, media, errors, webSockets: overWebSocket }),
        config.metricsToken,
      ),
      errors,
      log,
    });
    let closing: Promise<void> | undefined;
    const close = async () => {
      await served.close();
      await closeBehind();
    };
    return {
      tls,
      operatorToken: access.operatorToken,
      url: served.url,
      untilMediaAvailable: (timeoutMs, count) => media.untilAvailable(timeoutMs, count),
      close: () => (closing ??= close()),
    };
  } catch (error) {
    await closeBehind();
    throw error;
  }
}
