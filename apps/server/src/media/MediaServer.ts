import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { MediaServerInfo } from '@crowdlens/schema';
import type { Logger } from 'pino';
import { MediaServerUnavailableError } from './errors.js';
import { MediaConnection } from './MediaConnection.js';
import type { MediaSample, MediaServerPlace } from './MediaConnection.js';
import type { MediaPipeline } from './MediaPipeline.js';
import type { Tags } from './RemoteObject.js';

/** A media server that is running. */
export interface RunningMediaServer extends MediaServerPlace {
  /** How the process has ended; left out when it is not ours to know. */
  readonly exited?: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  close(): Promise<void>;
}

/** Starts a media server, or says where one is. */
export type StartMediaServer = () => Promise<RunningMediaServer>;

const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 10_000;

/**
 * One media server, kept available: started, connected to, and again with growing pauses when it
 * dies or cannot be reached. Emits `available` each time it can be used (again).
 */
export class MediaServer extends EventEmitter<{ available: [] }> {
  readonly #start: StartMediaServer;
  readonly #log: Logger;
  readonly #closed = new AbortController();
  readonly #loop: Promise<void>;
  #connection: MediaConnection | undefined;
  #load = 0;

  constructor(start: StartMediaServer, log: Logger) {
    super();
    this.#start = start;
    this.#log = log;
    this.#loop = this.#keepAvailable();
  }

  get available(): boolean {
    return this.#connection?.isAnswering ?? false;
  }

  /** Whether it can be used, and for crowds. */
  get hasCrowdDetector(): boolean {
    return this.available && this.#connection!.hasCrowdDetector;
  }

  /** What it has to do for this server, counted in viewers. */
  get load(): number {
    return this.#load;
  }

  /** Counts work as its own. @returns what ends that; idempotent */
  take(viewers: number): () => void {
    this.#load += viewers;
    let isTaken = true;
    return () => {
      if (isTaken) this.#load -= viewers;
      isTaken = false;
    };
  }

  /** What it says of itself; undefined while it is away. */
  get info(): MediaServerInfo | undefined {
    return this.#connection?.info;
  }

  /** As `MediaConnection.sessionId`. @throws MediaServerUnavailableError */
  get sessionId(): string {
    return this.#use().sessionId;
  }

  /** @throws MediaServerUnavailableError */
  async createPipeline(tags?: Tags): Promise<MediaPipeline> {
    return this.#use().createPipeline(tags);
  }

  /** As `MediaConnection.pipelines`. */
  async pipelines(key: string, value: string): Promise<{ pipeline: MediaPipeline; tags: Tags }[]> {
    return this.#use().pipelines(key, value);
  }

  /** As `MediaConnection.succeed`. @throws MediaServerUnavailableError */
  async succeed(sessionId: string): Promise<void> {
    await this.#use().succeed(sessionId);
  }

  /** Leaves everything in it to another server, and begins anew. */
  abandon(): void {
    this.#connection?.leave();
  }

  /**
   * What it does and has done.
   *
   * @throws MediaServerUnavailableError
   */
  async samples(): Promise<MediaSample[]> {
    return this.#use().samples();
  }

  /** Ends the media server, if it is ours to end. */
  async close(): Promise<void> {
    this.#closed.abort();
    this.#connection?.close('The server is closing.');
    await this.#loop;
  }

  #use(): MediaConnection {
    if (this.#connection) return this.#connection;
    throw new MediaServerUnavailableError('The media server is away.');
  }

  async #keepAvailable(): Promise<void> {
    const { signal } = this.#closed;
    let backoff = FIRST_BACKOFF_MS;
    while (!signal.aborted) {
      let running: RunningMediaServer | undefined;
      try {
        running = await this.#start();
        await this.#useUntilLost(running);
        backoff = FIRST_BACKOFF_MS;
      } catch (error) {
        this.#log.warn({ err: error, retryInMs: backoff }, 'media server is not available');
      } finally {
        await running?.close();
      }
      await delay(backoff, undefined, { signal }).catch(() => undefined);
      backoff = Math.min(backoff * 2, LONGEST_BACKOFF_MS);
    }
  }

  async #useUntilLost(running: RunningMediaServer): Promise<void> {
    const connection = await MediaConnection.open(running, this.#log);
    void running.exited?.then(({ code, signal }) =>
      connection.close(`The media server has ended (${signal ?? `exit code ${code}`}).`),
    );
    if (this.#closed.signal.aborted) connection.close('The server is closing.');
    const lost = aborted(connection.lost);
    if (!connection.lost.aborted) {
      this.#connection = connection;
      this.#log.info(
        { version: connection.version, ours: connection.isOurs },
        'media server is available',
      );
      this.emit('available');
    }
    await lost;
    this.#connection = undefined;
    if (this.#closed.signal.aborted) return;
    if (connection.isLeft) this.#log.info('what is in the media server goes on at another server');
    else this.#log.warn({ reason: String(connection.lost.reason) }, 'media server is lost');
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
