import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createSchema, CrowdLevel } from '@crowdlens/schema';
import { pino } from 'pino';
import { Access } from '../access/Access.js';
import { Alerts } from '../alerts/Alerts.js';
import { Broadcasts } from '../broadcast/Broadcasts.js';
import { loadConfig } from '../config.js';
import type { EventLog } from '../events/EventLog.js';
import { Operations } from '../graphql/Operations.js';
import { RecordingOperations } from '../graphql/RecordingOperations.js';
import { serverInfoOf } from '../graphql/serverInfo.js';
import { History } from '../history/History.js';
import type { HistoryStore } from '../history/HistoryStore.js';
import { openSqlite } from '../history/sql/sqlite.js';
import { Gate } from '../http/Gate.js';
import { graphqlOverWebSocket } from '../http/graphqlOverWebSocket.js';
import { RateLimits } from '../http/RateLimits.js';
import { MediaServers } from '../media/MediaServers.js';
import { Webhooks } from '../webhooks/Webhooks.js';
import { Recordings } from '../recording/Recordings.js';

/** The server's way of events, from the log to the socket, without media: events come as they are told to. */
export interface EventServer {
  readonly url: string;
  readonly log: EventLog;
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
  openStore: (file: string) => Promise<HistoryStore> = openSqlite,
): Promise<EventServer> {
  const folder = await mkdtemp(join(tmpdir(), 'crowdlens-events-'));
  const config = { ...loadConfig({}), dataDir: folder };
  const log = pino({ level: 'silent' });
  const history = new History(await openStore(join(folder, 'log.db')), config.retention, log);
  const media = new MediaServers([], log);
  const recordings = await Recordings.open({
    place: { dir: join(folder, 'recordings'), mediaDir: undefined },
    limits: config.recordingLimits,
    store: history.store,
    log,
  });
  const broadcasts = await Broadcasts.open({ ...config, media, history, recordings, log });
  const alerts = await Alerts.open({ ...config, broadcasts, store: history.store, log });
  const webhooks = new Webhooks({ ...config, store: history.store, log });
  const access = await Access.open(config, false);
  const { signedPaths } = access;
  const api = new Operations({
    broadcasts,
    alerts,
    webhooks,
    recordings: new RecordingOperations({ broadcasts, recordings, signedPaths }),
    access,
    history,
    serverInfo: serverInfoOf({ config, history, mediaServers: () => media.infos }),
    iceServers: [],
  });
  const gate = new Gate({ access, rateLimits: new RateLimits(undefined), trustedProxies: [] });
  const graphql = graphqlOverWebSocket(
    {
      schema: await createSchema(),
      introspection: true,
      contextFor: ({ role, name }) => ({ api, role, callerName: name, require: () => undefined }),
      log,
    },
    gate,
    (wanted) => api.readCrowdEvents(wanted),
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
      broadcasts.close();
      await recordings.close();
      await history.close();
      await rm(folder, { recursive: true });
    },
  };
}
