import type { ApiClient } from '../api/client.js';
import { WatchMutation } from '../api/operations/sessions.js';
import { pause, retryDelay } from '../api/pause.js';
import { codeOf } from '../ui/problems.js';
import { MediaSession } from '../webrtc/mediaSession.js';
import type { StreamStats } from '../webrtc/streamStats.js';

/** That there is nothing to receive is told by the broadcast's state already. */
const TOLD_BY_THE_BROADCAST = new Set(['BROADCAST_NOT_LIVE', 'BROADCAST_NOT_FOUND']);

const SILENT_SECONDS = 3;

/** Receives the processed stream of a broadcast and comes back by itself when it breaks off. */
export class Receiver {
  readonly #client: ApiClient;
  readonly #broadcastId: string;
  #stream = $state.raw<MediaStream>();
  #returning = $state(false);
  #session = $state.raw<MediaSession>();
  #error = $state.raw<unknown>();
  #retryAt = $state<number>();
  #failures = 0;
  #run: AbortController | undefined;
  #waiting: AbortController | undefined;

  constructor(client: ApiClient, broadcastId: string) {
    this.#client = client;
    this.#broadcastId = broadcastId;
  }

  /** The processed stream; stays (with its last picture) while the connection is being renewed. */
  get stream(): MediaStream | undefined {
    return this.#stream;
  }

  /** It was received once; the connection is being renewed when it does not stand. */
  get returning(): boolean {
    return this.#returning;
  }

  /** The connection stands, and video comes over it. */
  get receiving(): boolean {
    return this.#session !== undefined && !this.silent;
  }

  /** The connection stands as far as we know, but no video has come for some seconds. */
  get silent(): boolean {
    return (this.#session?.monitor.silentSeconds ?? 0) >= SILENT_SECONDS;
  }

  /** The video of the last second. */
  get stats(): StreamStats | undefined {
    return this.#session?.monitor.received;
  }

  /** Why the last attempt failed; undefined while all is well. */
  get error(): unknown {
    return this.#error;
  }

  /** When the next attempt is made, ms since 1970; undefined while none is awaited. */
  get retryAt(): number | undefined {
    return this.#retryAt;
  }

  start(): void {
    if (this.#run) return;
    this.#run = new AbortController();
    window.addEventListener('online', this.hurry);
    void this.#receive(this.#run.signal);
  }

  stop(): void {
    window.removeEventListener('online', this.hurry);
    this.#run?.abort();
    this.#run = undefined;
    this.#stream = undefined;
    this.#returning = false;
    this.#session = undefined;
    this.#error = undefined;
  }

  /** Something has happened: looks whether the session still stands; if an attempt is awaited, makes it at once. */
  hurry = (): void => {
    void this.#session?.endIfForgotten();
    this.#failures = 0;
    this.#waiting?.abort();
  };

  async #receive(signal: AbortSignal): Promise<void> {
    this.#failures = 0;
    while (!signal.aborted) {
      try {
        await this.#receiveOnce(signal);
        this.#failures = 0;
      } catch (error) {
        if (!signal.aborted && !TOLD_BY_THE_BROADCAST.has(codeOf(error) ?? '')) this.#error = error;
      }
      this.#failures += 1;
      await this.#wait(retryDelay(this.#failures), signal);
    }
  }

  async #wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    this.#waiting = new AbortController();
    this.#retryAt = Date.now() + milliseconds;
    await pause(milliseconds, AbortSignal.any([signal, this.#waiting.signal]));
    this.#retryAt = undefined;
  }

  /** One session, from its beginning to its end. */
  async #receiveOnce(signal: AbortSignal): Promise<void> {
    const session = await MediaSession.open({
      client: this.#client,
      signal,
      negotiate: async (sdpOffer) => {
        const input = { broadcastId: this.#broadcastId, sdpOffer };
        return (await this.#client.request(WatchMutation, { input })).watch;
      },
      onRemoteStream: (stream) => (this.#stream = stream),
    });
    this.#session = session;
    this.#returning = true;
    this.#error = undefined;
    await session.ended;
    session.leave();
    if (!signal.aborted) this.#session = undefined;
  }
}
