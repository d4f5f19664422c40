import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createSchema, CrowdLevel } from '@crowdlens/schema';
import express from 'express';
import type { ExecutionResult } from 'graphql';
import { Access } from '../access/Access.js';
import { Alerts } from '../alerts/Alerts.js';
import { openBroadcasts } from '../broadcast/broadcasts.test.support.js';
import type { EventJournal } from '../events/EventJournal.js';
import { formatResult } from '../graphql/errors.js';
import { Operations } from '../graphql/Operations.js';
import { RecordingOperations } from '../graphql/RecordingOperations.js';
import { serverInfoOf } from '../graphql/serverInfo.js';
import type { HistoryStore } from '../history/HistoryStore.js';
import { Gate } from '../http/Gate.js';
import type { GraphqlOptions } from '../http/graphqlOverHttp.js';
import { graphqlOverSse } from '../http/graphqlOverSse.js';
import { graphqlOverWebSocket } from '../http/graphqlOverWebSocket.js';
import { Tally } from '../metrics/Tally.js';
import { RateLimits } from '../http/RateLimits.js';
import { AlertPictures } from '../snapshot/AlertPictures.js';
import { Webhooks } from '../webhooks/Webhooks.js';
import { SharedSubscriptions } from './SharedSubscriptions.js';

/** The server's way of events, from the log to the socket, without media: events come as they are told to. */
export interface EventServer {
  /** Of the WebSocket. */
  readonly url: string;
  /** Of Server-Sent Events. */
  readonly streamUrl: string;
  readonly shared: SharedSubscriptions;
  readonly log: EventJournal;
  readonly alerts: Alerts;
  /** Puts so many events into the log of `main` and resolves when they are on the disk. */
  happen(count: number, regionId?: string): Promise<void>;
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
  const alertPictures = await AlertPictures.open({ ...config, days: 1, log });
  const serverInfo = serverInfoOf({ config, mediaServers: () => media.infos });
  const access = await Access.open(config, history.store, false);
  const { shareLinks, signedPaths } = access;
  const api = new Operations({
    broadcasts,
    alerts,
    alertPictures,
    webhooks,
    recordings: new RecordingOperations({ broadcasts, recordings, signedPaths }),
    shareLinks,
    history,
    serverInfo: () => serverInfo(history.writer.lost),
    iceServers: () => [],
  });
  const gate = new Gate({ access, rateLimits: new RateLimits(undefined), trustedProxies: [] });
  const options: GraphqlOptions = {
    schema: await createSchema(),
    introspection: true,
    contextFor: ({ role, name }) => ({ api, role, callerName: name, require: () => undefined }),
    log,
    errors: new Tally(),
  };
  const present = (result: ExecutionResult) => formatResult(result, options);
  const shared = new SharedSubscriptions({ readers: api.readers, present });
  const graphql = graphqlOverWebSocket(options, gate, shared);
  const overSse = express().use('/stream', gate.handler, ...graphqlOverSse(options, shared));
  const server = createServer(overSse).on('upgrade', (request, socket, head) =>
    graphql.upgrade(request, socket, head),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { events } = broadcasts.get('main');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `ws://${host}/graphql`,
    streamUrl: `http://${host}/stream`,
    shared,
    log: events,
    alerts,
    happen: async (count, regionId = 'all') => {
      for (let n = 0; n < count; n += 1) {
        events.append({
          typeName: 'OccupancyEvent',
          regionId,
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
      server.closeAllConnections();
      alertPictures.close();
      await alerts.close();
      await webhooks.close();
      await parts.close();
    },
  };
}
