import kurento from 'kurento-client';
import type { MediaServerInfo } from '@crowdlens/schema';
import type { Callback, KurentoClient, KurentoObject } from 'kurento-client';
import crowddetector from 'kurento-module-crowddetector';
import type { Logger } from 'pino';
import { inKurentoCall } from '../tracing/spans.js';
import { endSession } from './endSession.js';
import { keepBeating } from './heartbeat.js';
import { MediaLink } from './MediaLink.js';
import { MediaPipeline } from './MediaPipeline.js';
import { RemoteObject } from './RemoteObject.js';
import type { Tags } from './RemoteObject.js';

kurento.register(crowddetector);

const CONNECT_TIMEOUT_MS = 5000;
const REQUEST_TIMEOUT_MS = 15_000;
/** How long a lost socket may take to come back before its objects are given up. */
const RECONNECT_TIMEOUT_MS = 10_000;

/** Kurento's ServerInfo. */
interface ServerInfo {
  readonly version: string;
  readonly capabilities?: readonly string[];
  readonly modules?: readonly { readonly name: string }[];
}

/** One number that our media server tells of itself. */
export interface MediaSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Where a media server is, and what it shares with this server. */
export interface MediaServerPlace {
  /** WebSocket address of Kurento's protocol, with its token if it wants one. */
  readonly url: string;
  /** The folder of recordings as it sees it, an absolute path; left out when it does not. */
  readonly recordingsDir?: string | undefined;
}

/** A connection to one media server, for as long as its objects there live. */
export class MediaConnection {
  readonly #client: KurentoClient;
  readonly #link: MediaLink;
  readonly #manager: RemoteObject;
  readonly #info: ServerInfo;
  readonly #place: MediaServerPlace;

  /**
   * Connects.
   *
   * @throws MediaServerUnavailableError after 5 s
   */
  static async open(place: MediaServerPlace, log: Logger): Promise<MediaConnection> {
    const { url } = place;
    const link = new MediaLink(log);
    const deadline = setTimeout(
      () => link.lose('The media server does not answer.'),
      CONNECT_TIMEOUT_MS,
    );
    const options = {
      // Otherwise it refuses servers without the crowd module.
      strict: false,
      request_timeout: REQUEST_TIMEOUT_MS,
      // It keeps each answer so long, each with a timer that keeps the process.
      response_timeout: 1000,
      duplicates_timeout: 1000,
    };
    let client: KurentoClient | undefined;
    try {
      await link.call<KurentoClient, void>(
        (callback) => {
          client = kurento(url, options, callback);
          superviseSocket(client, link);
        },
        () => undefined,
      );
      const manager = await link.call(
        (callback: Callback<KurentoObject>) => client!.getServerManager(callback),
        (object) => {
          keepBeating(object, link);
          return new RemoteObject(object, link);
        },
      );
      const info = await manager.invoke<ServerInfo>('getInfo');
      return new MediaConnection(client!, link, manager, info, place);
    } catch (error) {
      link.lose('The media server could not be used.');
      throw error;
    } finally {
      clearTimeout(deadline);
    }
  }

  private constructor(
    client: KurentoClient,
    link: MediaLink,
    manager: RemoteObject,
    info: ServerInfo,
    place: MediaServerPlace,
  ) {
    this.#client = client;
    this.#link = link;
    this.#manager = manager;
    this.#info = info;
    this.#place = place;
  }

  /** Whether the media server is Crowdlens' own, or an original Kurento. */
  get isOurs(): boolean {
    return this.#info.capabilities?.includes('crowdlens') ?? false;
  }

  /** Whether it can measure crowds: an original Kurento cannot since 7.0. */
  get hasCrowdDetector(): boolean {
    return this.info.modules.includes('crowddetector');
  }

  /** What the media server says of itself. */
  get info(): MediaServerInfo {
    const { version, modules = [] } = this.#info;
    return { version, modules: modules.map(({ name }) => name) };
  }

  get version(): string {
    return this.#info.version;
  }

  /** Aborted when the connection is given up: all objects on it are gone. */
  get lost(): AbortSignal {
    return this.#link.lost;
  }

  /** Whether it answers; one that does not may still come back. */
  get isAnswering(): boolean {
    return !this.#link.isDown;
  }

  /** Names what this server has in the media server; Kurento's. */
  get sessionId(): string {
    return this.#client.sessionId;
  }

  /** @param tags - by which it is known to whoever looks at the media server, and in its log */
  async createPipeline(tags: Tags = {}): Promise<MediaPipeline> {
    const pipeline = await inKurentoCall({ method: 'create', type: 'MediaPipeline' }, () =>
      this.#link.call(
        (callback: Callback<KurentoObject>) => this.#client.create('MediaPipeline', callback),
        (object) => this.#pipeline(object),
      ),
    );
    try {
      for (const [key, value] of Object.entries(tags)) await pipeline.addTag(key, value);
      return pipeline;
    } catch (error) {
      void pipeline.release();
      throw error;
    }
  }

  /** All pipelines with this tag, whoever has made them. Throws KurentoError, MediaServerUnavailableError. */
  async pipelines(key: string, value: string): Promise<{ pipeline: MediaPipeline; tags: Tags }[]> {
    const ids = await this.#manager.invoke<string[]>('getPipelines');
    const found = ids.map(async (id) => {
      const pipeline = await this.#find(id, (object) => this.#pipeline(object));
      const tags = await pipeline.tags();
      // To look at it references it: what is not ours shall not live longer by that.
      if (tags[key] !== value) pipeline.unreference();
      return { pipeline, tags };
    });
    return (await Promise.all(found)).filter(({ tags }) => tags[key] === value);
  }

  /**
   * Ends the session of a server that is gone, and makes what it has missed happen here. What of its objects this
   * server has found lives on.
   */
  async succeed(sessionId: string): Promise<void> {
    for (const { object, type, data } of await endSession(this.#place.url, sessionId)) {
      await this.#find(object, (proxy) => void proxy.emit(type, data)).catch(() => undefined);
    }
  }

  /** What the media server does and has done; an original Kurento does not tell. */
  async samples(): Promise<MediaSample[]> {
    if (!this.isOurs) return [];
    return JSON.parse(await this.#manager.invoke<string>('getMetrics')) as MediaSample[];
  }

  #pipeline(object: KurentoObject): MediaPipeline {
    return new MediaPipeline(object, this.#link, {
      isOurs: this.isOurs,
      recordingsDir: this.#place.recordingsDir,
      find: (id, wrap) => this.#find(id, wrap),
    });
  }

  #find<Found>(id: string, wrap: (object: KurentoObject) => Found): Promise<Found> {
    return this.#link.call(
      (callback: Callback<KurentoObject>) => this.#client.getMediaobjectById(id, callback),
      wrap,
    );
  }

  /** Whether what was made on it is another server's now. */
  get isLeft(): boolean {
    return this.#link.isLeft;
  }

  /** Gives the connection up, but not what was made on it: that is another server's now. */
  leave(): void {
    this.#link.leave('Another server has what is in the media server.');
  }

  /** Gives the connection up. */
  close(reason: string): void {
    this.#link.lose(reason);
  }
}

/** Keeps the link's state true to the socket's, and ends the socket with the link. */
function superviseSocket(client: KurentoClient, link: MediaLink): void {
  let patience: NodeJS.Timeout | undefined;
  // The socket's owner has no public name in kurento-client, which tells nobody of a lost socket
  // and would try to bring it back for ever.
  client._re.on('disconnect', () => {
    if (link.lost.aborted) return;
    link.down('The connection to the media server is interrupted.');
    patience ??= setTimeout(
      () => link.lose('The connection to the media server is lost.'),
      RECONNECT_TIMEOUT_MS,
    );
  });
  client.on('reconnected', (sameSession: boolean) => {
    clearTimeout(patience);
    patience = undefined;
    if (sameSession) link.up();
    else link.lose('The media server was restarted.');
  });
  link.lost.addEventListener(
    'abort',
    () => {
      clearTimeout(patience);
      client.close();
      client._re.disconnect();
    },
    { once: true },
  );
}
