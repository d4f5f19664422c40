import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createSchema, CrowdLevel } from '@crowdlens/schema';
import { Access } from '../access/Access.js';
import { Alerts } from '../alerts/Alerts.js';
import { openBroadcasts } from '../broadcast/broadcasts.test.support.js';
import type { EventLog } from '../events/EventLog.js';
import { Operations } from '../graphql/Operations.js';
import { RecordingOperations } from '../graphql/RecordingOperations.js';
import { serverInfoOf } from '../graphql/serverInfo.js';
import type { HistoryStore } from '../history/HistoryStore.js';
import { Gate } from '../http/Gate.js';
import { graphqlOverWebSocket } from '../http/graphqlOverWebSocket.js';
import { Tally } from '../metrics/Tally.js';
import { RateLimits } from '../http/RateLimits.js';
import { Webhooks } from '../webhooks/Webhooks.js';

/** The server's way of events, from the log to the socket, without media: events come as they are told to. */
export interface EventServer {
  readonly url: string;
  readonly log: EventLog;
  readonly alerts: Alerts;
  /** Puts so many events into the log of `main` and resolves when they are on the disk. */
  happen(count: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts one on a free port.
 *
 * @param openStore - opens the database, in this thread when left out
 */
export async function startEventServer(
  openStore?: (file: string) => Promise<HistoryStore>,
): Promise<EventServer> {
  const parts = await openBroadcasts(openStore);
  const { config, broadcasts, history, media, recordings, log } = parts;
  const alerts = await Alerts.open({ ...config, broadcasts, store: history.store, log });
  const webhooks = new Webhooks({ ...config, store: history.store, log });
  const access = await Access.open(config, history.store, false);
  const { shareLinks, signedPaths } = access;
  const api = new Operations({
    broadcasts,
    alerts,
    webhooks,
    recordings: new RecordingOperations({ broadcasts, recordings, signedPaths }),
    shareLinks,
    history,
    serverInfo: serverInfoOf({ config, history, mediaServers: () => media.infos }),
    iceServers: () => [],
  });
  const gate = new Gate({ access, rateLimits: new RateLimits(undefined), trustedProxies: [] });
  const graphql = graphqlOverWebSocket(
    {
      schema: await createSchema(),
      introspection: true,
      contextFor: ({ role, name }) => ({ api, role, callerName: name, require: () => undefined }),
      log,
      errors: new Tally(),
    },
    gate,
    api.readers,
  );
  const server = createServer().on('upgrade', (request, socket, head) =>
    graphql.upgrade(request, socket, head),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { events } = broadcasts.get('main');
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    log: events,
    alerts,
    happen: async (count) => {
      for (let n = 0; n < count; n += 1) {
        events.append({
          typeName: 'OccupancyEvent',
          regionId: 'all',
          at: new Date(),
          revision: 1,
          percentage: 40,
          level: CrowdLevel.MED,
          previousLevel: CrowdLevel.NONE,
        });
      }
      await history.writer.idle();
      // The database is in this thread here: sockets have their turn now.
      await nextTurn();
    },
    close: async () => {
      await graphql.close();
      server.close();
      await alerts.close();
      await webhooks.close();
      await parts.close();
    },
  };
}
