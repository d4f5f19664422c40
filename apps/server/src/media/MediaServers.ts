import { EventEmitter, once } from 'node:events';
import type { MediaServerInfo } from '@crowdlens/schema';
import type { Logger } from 'pino';
import { MediaServerUnavailableError } from './errors.js';
import { MediaServer } from './MediaServer.js';
import type { StartMediaServer } from './MediaServer.js';

/** How long a detector of our own may take to start. */
const START_TIMEOUT_MS = 10_000;

/** What {@link MediaServers} works with. */
export interface MediaServersOptions {
  /** Those that presenters and viewers reach. */
  readonly starts: readonly StartMediaServer[];
  /** Starts one to detect with when none of these can. */
  readonly startDetector?: StartMediaServer | undefined;
  readonly log: Logger;
}

/** All media servers, and which of them does what. Emits `available` when one comes (back). */
export class MediaServers extends EventEmitter<{ available: [] }> {
  /** Those that presenters and viewers reach; also those that cannot be used now. */
  readonly #reachable: readonly MediaServer[];
  readonly #startDetector: (() => MediaServer) | undefined;
  #detector: MediaServer | undefined;

  constructor({ starts, startDetector, log }: MediaServersOptions) {
    super();
    const keep = (start: StartMediaServer) => {
      const server = new MediaServer(start, log);
      server.on('available', () => this.emit('available'));
      return server;
    };
    this.#reachable = starts.map(keep);
    this.#startDetector = startDetector && (() => keep(startDetector));
  }

  /** Also those that cannot be used now. */
  get all(): readonly MediaServer[] {
    return this.#detector ? [...this.#reachable, this.#detector] : this.#reachable;
  }

  /** How many can be used now. */
  get availableCount(): number {
    return this.all.filter((server) => server.available).length;
  }

  /** Those that can be used now. */
  get infos(): MediaServerInfo[] {
    return this.all.flatMap(({ info }) => info ?? []);
  }

  /** True once so many can be used; false when fewer can after `timeoutMs`. */
  async untilAvailable(timeoutMs: number, count = 1): Promise<boolean> {
    const deadline = AbortSignal.timeout(timeoutMs);
    while (this.availableCount < count) {
      const isThere = await comes(this, deadline);
      if (!isThere) return false;
    }
    return true;
  }

  /**
   * Where a crowd is measured: the one with least to do of those that can. When none can, as original
   * Kurentos since 7.0, one of our own is started beside them.
   *
   * @throws MediaServerUnavailableError
   */
  async forDetector(): Promise<MediaServer> {
    const able = this.all.filter((server) => server.hasCrowdDetector);
    if (able.length > 0) return leastLoaded(able);
    // When none is there at all, those that come back may be able.
    leastLoaded(this.#reachable);
    this.#detector ??= this.#startDetector?.();
    const detector = this.#detector;
    if (!detector) {
      throw new MediaServerUnavailableError('No media server has a crowd detector.');
    }
    const isThere =
      detector.available || (await comes(detector, AbortSignal.timeout(START_TIMEOUT_MS)));
    if (isThere) return detector;
    throw new MediaServerUnavailableError('The media server that detects does not start.');
  }

  /**
   * Where a presenter connects: at the detector, if peers reach that.
   *
   * @throws MediaServerUnavailableError
   */
  forPresenter(detector: MediaServer): MediaServer {
    return this.#reachable.includes(detector) ? detector : leastLoaded(this.#reachable);
  }

  /** Where a viewer connects. @throws MediaServerUnavailableError */
  forViewer(): MediaServer {
    return leastLoaded(this.#reachable);
  }

  /** Leaves everything in them to another server. */
  abandon(): void {
    this.all.forEach((server) => server.abandon());
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((server) => server.close()));
  }
}

function leastLoaded(servers: readonly MediaServer[]): MediaServer {
  const [first, ...others] = servers.filter((server) => server.available);
  if (!first) throw new MediaServerUnavailableError('No media server is available.');
  return others.reduce((least, server) => (server.load < least.load ? server : least), first);
}

/** @returns false when it has not become available before the deadline */
function comes(server: EventEmitter<{ available: [] }>, deadline: AbortSignal): Promise<boolean> {
  return once(server, 'available', { signal: deadline }).then(
    () => true,
    () => false,
  );
}
