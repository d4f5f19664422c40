import kurento from 'kurento-client';
import type { MediaServerInfo } from '@crowdlens/schema';
import type { Callback, KurentoClient, KurentoObject } from 'kurento-client';
import crowddetector from 'kurento-module-crowddetector';
import type { Logger } from 'pino';
import { inKurentoCall } from '../tracing/spans.js';
import { keepBeating } from './heartbeat.js';
import { MediaLink } from './MediaLink.js';
import { MediaPipeline } from './MediaPipeline.js';
import { RemoteObject } from './RemoteObject.js';

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

/** Kurento's tags of an object. */
export type PipelineTags = Readonly<Record<string, string>>;

/** A connection to one media server, for as long as its objects there live. */
export class MediaConnection {
  readonly #client: KurentoClient;
  readonly #link: MediaLink;
  readonly #manager: RemoteObject;
  readonly #info: ServerInfo;
  readonly #recordingsDir: string | undefined;

  /**
   * Connects.
   *
   * @throws MediaServerUnavailableError after 5 s
   */
  static async open(
    { url, recordingsDir }: MediaServerPlace,
    log: Logger,
  ): Promise<MediaConnection> {
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
      return new MediaConnection(client!, link, manager, info, recordingsDir);
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
    recordingsDir: string | undefined,
  ) {
    this.#client = client;
    this.#link = link;
    this.#manager = manager;
    this.#info = info;
    this.#recordingsDir = recordingsDir;
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

  /** @param tags - by which it is known to whoever looks at the media server, and in its log */
  async createPipeline(tags: PipelineTags = {}): Promise<MediaPipeline> {
    const pipeline = await this.#createPipeline();
    try {
      for (const [key, value] of Object.entries(tags)) {
        await pipeline.invoke('addTag', { key, value });
      }
      return pipeline;
    } catch (error) {
      void pipeline.release();
      throw error;
    }
  }

  /** Releases all pipelines with this tag, whoever has made them. Throws KurentoError, MediaServerUnavailableError. */
  async releasePipelines(key: string, value: string): Promise<void> {
    for (const id of await this.#manager.invoke<string[]>('getPipelines')) {
      const pipeline = await this.#link.call(
        (callback: Callback<KurentoObject>) => this.#client.getMediaobjectById(id, callback),
        (object) => new RemoteObject(object, this.#link),
      );
      const tags = await pipeline.invoke<readonly { key: string; value: string }[]>('getTags');
      if (tags.some((tag) => tag.key === key && tag.value === value)) await pipeline.release();
    }
  }

  #createPipeline(): Promise<MediaPipeline> {
    return inKurentoCall({ method: 'create', type: 'MediaPipeline' }, () =>
      this.#link.call(
        (callback: Callback<KurentoObject>) => this.#client.create('MediaPipeline', callback),
        (object) =>
          new MediaPipeline(object, this.#link, {
            isOurs: this.isOurs,
            recordingsDir: this.#recordingsDir,
          }),
      ),
    );
  }

  /** What the media server does and has done; an original Kurento does not tell. */
  async samples(): Promise<MediaSample[]> {
    if (!this.isOurs) return [];
    return JSON.parse(await this.#manager.invoke<string>('getMetrics')) as MediaSample[];
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
