import { createSchema } from '@crowdlens/schema';
import type { ExecutionResult } from 'graphql';
import type { Logger } from 'pino';
import type { Access } from './access/Access.js';
import { requireRole } from './access/Caller.js';
import { iceServersFor } from './access/iceServersFor.js';
import type { Config } from './config.js';
import type { Core } from './Core.js';
import { formatResult } from './graphql/errors.js';
import type { ServerApi } from './graphql/ServerApi.js';
import { Readiness } from './health/Readiness.js';
import type { HistoryStore } from './history/HistoryStore.js';
import { eventExport } from './http/eventExport.js';
import { Gate } from './http/Gate.js';
import { graphqlOverHttp } from './http/graphqlOverHttp.js';
import type { GraphqlOptions } from './http/graphqlOverHttp.js';
import { graphqlOverSse } from './http/graphqlOverSse.js';
import { graphqlOverWebSocket } from './http/graphqlOverWebSocket.js';
import { health } from './http/health.js';
import { metrics } from './http/metrics.js';
import { RateLimits } from './http/RateLimits.js';
import { recordedFiles } from './http/recordedFiles.js';
import { serve } from './http/serve.js';
import { snapshots } from './http/snapshots.js';
import type { TlsIdentity } from './http/tls.js';
import { webRtcOverHttp } from './http/webRtcOverHttp.js';
import type { MediaServers } from './media/MediaServers.js';
import { Metrics } from './metrics/Metrics.js';
import { Tally } from './metrics/Tally.js';
import { RecordingFolder } from './recording/RecordingFolder.js';
import { SharedSubscriptions } from './subscriptions/SharedSubscriptions.js';
import { traceOperations } from './tracing/traceOperations.js';

/** What stands behind the doors. */
export interface DoorsOptions {
  readonly config: Config;
  readonly tls: TlsIdentity | undefined;
  readonly access: Access;
  readonly store: HistoryStore;
  readonly media: MediaServers;
  readonly api: ServerApi;
  /** What is measured of broadcasts is measured here; undefined while another server leads. */
  readonly core: () => Core | undefined;
  readonly log: Logger;
}

/**
 * Opens every way in: the page, GraphQL over three transports, WHIP and WHEP, files, health and metrics.
 *
 * @throws NodeJS.ErrnoException when it cannot listen
 */
export async function openDoors(options: DoorsOptions): ReturnType<typeof serve> {
  const { config, tls, access, store, media, api, core, log } = options;
  const errors = new Tally();
  const gate = new Gate({
    access,
    rateLimits: new RateLimits(config.maxOperationsPerSecond),
    trustedProxies: config.trustedProxies,
  });
  const graphql = await graphqlOptions(options, errors);
  const present = (result: ExecutionResult) => formatResult(result, graphql);
  const shared = new SharedSubscriptions({ readers: api.readers, present });
  const overWebSocket = graphqlOverWebSocket(graphql, gate, shared);
  const { signedPaths } = access;
  const folder = await RecordingFolder.open(config.recordingsDir);
  return serve({
    ...config,
    tls,
    gate,
    graphqlOverHttp: await graphqlOverHttp(graphql),
    graphqlOverWebSocket: overWebSocket,
    graphqlOverSse: graphqlOverSse(graphql, shared),
    eventExport: eventExport(api),
    recordedFiles: recordedFiles({ api, folder, signedPaths, gate }),
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
}

async function graphqlOptions(
  { config, api, log }: DoorsOptions,
  errors: Tally,
): Promise<GraphqlOptions> {
  return {
    schema: traceOperations(await createSchema()),
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
}
