import type { Logger } from 'pino';
import type { Access } from './access/Access.js';
import { iceServersFor } from './access/iceServersFor.js';
import { Alerts } from './alerts/Alerts.js';
import { Broadcasts } from './broadcast/Broadcasts.js';
import type { Config } from './config.js';
import { PlayHosts } from './egress/PlayHosts.js';
import { Operations } from './graphql/Operations.js';
import { RecordingOperations } from './graphql/RecordingOperations.js';
import type { ServerInfo } from '@crowdlens/schema';
import { History } from './history/History.js';
import type { HistoryStore } from './history/HistoryStore.js';
import type { MediaServers } from './media/MediaServers.js';
import type { Tags } from './media/RemoteObject.js';
import { MqttBridge } from './mqtt/MqttBridge.js';
import { Recordings } from './recording/Recordings.js';
import { AlertPictures } from './snapshot/AlertPictures.js';
import { Webhooks } from './webhooks/Webhooks.js';

/** What {@link Core} works with; all of it stays its owner's. */
export interface CoreParts {
  readonly config: Config;
  readonly store: HistoryStore;
  readonly media: MediaServers;
  readonly access: Access;
  readonly serverInfo: (lostHistory: number) => ServerInfo;
  /** Of all that is made in media servers. */
  readonly pipelineTags?: Tags;
  readonly log: Logger;
}

/** All that there can be only once, however many servers there are: the broadcasts, and what follows from them. */
export class Core {
  /** What everybody can ask of it. */
  readonly api: Operations;
  readonly broadcasts: Broadcasts;
  readonly alerts: Alerts;
  readonly webhooks: Webhooks;
  readonly history: History;
  readonly #media: MediaServers;
  readonly #recordings: Recordings;
  readonly #alertPictures: AlertPictures;
  readonly #mqttBridge: MqttBridge | undefined;
  #closing: Promise<void> | undefined;

  /** Takes up what was open when the last server ended. @throws HistoryError; NodeJS.ErrnoException for a folder that cannot be made */
  static async open(parts: CoreParts): Promise<Core> {
    const { config, store, media, access, pipelineTags = {}, log } = parts;
    const history = new History(store, config.retention, log);
    const recordings = await Recordings.open({
      dir: config.recordingsDir,
      limits: config.recordingLimits,
      store,
      log,
    });
    const broadcasts = await Broadcasts.open({
      ...config,
      playHosts: new PlayHosts(config.playHosts),
      media,
      history,
      recordings,
      pipelineTags,
      validityOf: (facts) => access.validity(facts),
      log,
    });
    const alerts = await Alerts.open({ ...config, broadcasts, store, log });
    const alertPictures = await AlertPictures.open({ ...config, days: config.retention.days, log });
    return new Core(parts, { history, recordings, broadcasts, alerts, alertPictures });
  }

  private constructor(
    { config, store, media, access, serverInfo, log }: CoreParts,
    made: Pick<Core, 'history' | 'broadcasts' | 'alerts'> & {
      recordings: Recordings;
      alertPictures: AlertPictures;
    },
  ) {
    const { history, recordings, broadcasts, alerts, alertPictures } = made;
    const webhooks = new Webhooks({ ...config, store, log });
    const { mqtt } = config;
    this.#mqttBridge = mqtt && new MqttBridge({ ...mqtt, prefixes: mqtt, broadcasts, alerts, log });
    alerts.journal.onWritten((alert, happening) => {
      if (happening) webhooks.wake();
      const picture = broadcasts.find(alert.broadcastId)?.picture;
      if (happening === 'alert.raised' && picture) {
        alertPictures
          .keep(alert, picture)
          .catch((error: unknown) => log.warn({ err: error }, 'no picture of an alert'));
      }
    });
    const { shareLinks, signedPaths } = access;
    this.api = new Operations({
      broadcasts,
      alerts,
      alertPictures,
      webhooks,
      recordings: new RecordingOperations({ broadcasts, recordings, signedPaths }),
      shareLinks,
      history,
      serverInfo: () => serverInfo(history.writer.lost),
      iceServers: () => iceServersFor(config),
    });
    this.history = history;
    this.broadcasts = broadcasts;
    this.alerts = alerts;
    this.webhooks = webhooks;
    this.#media = media;
    this.#recordings = recordings;
    this.#alertPictures = alertPictures;
  }

  /** As {@link close}, but what is in the media servers goes on for the server that takes over. */
  async handOver(): Promise<void> {
    await this.broadcasts.stopRecordings();
    this.#media.abandon();
    await this.close();
  }

  /** Ends the broadcasts. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#mqttBridge?.close();
    // Before the broadcasts end: what is open then is taken up by the next server.
    await this.alerts.close();
    await this.webhooks.close();
    this.#alertPictures.close();
    this.broadcasts.close();
    await this.#recordings.close();
    await this.history.close();
  }
}
