import type { ApiClient } from '../api/client.js';
import { WatchMutation } from '../api/operations.js';
import { pause, retryDelay } from '../api/pause.js';
import { codeOf } from '../ui/problems.js';
import { MediaSession } from '../webrtc/mediaSession.js';

/** Receives the processed stream of a broadcast and comes back by itself when it breaks off. */
export class Receiver {
  readonly #client: ApiClient;
  readonly #broadcastId: string;
  #stream = $state.raw<MediaStream>();
  #receiving = $state(false);
  #error = $state.raw<unknown>();
  #run: AbortController | undefined;

  constructor(client: ApiClient, broadcastId: string) {
    this.#client = client;
    this.#broadcastId = broadcastId;
  }

  /** The processed stream; stays (with its last picture) while the connection is being renewed. */
  get stream(): MediaStream | undefined {
    return this.#stream;
  }

  /** The connection stands. */
  get receiving(): boolean {
    return this.#receiving;
  }

  /** Why the last attempt failed; undefined while all is well. */
  get error(): unknown {
    return this.#error;
  }

  start(): void {
    if (this.#run) return;
    this.#run = new AbortController();
    void this.#receive(this.#run.signal);
  }

  stop(): void {
    this.#run?.abort();
    this.#run = undefined;
    this.#stream = undefined;
    this.#receiving = false;
    this.#error = undefined;
  }

  async #receive(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        await this.#receiveOnce(signal);
        failures = 0;
      } catch (error) {
        // "Not live" is told by the broadcast's state already.
        if (!signal.aborted && codeOf(error) !== 'BROADCAST_NOT_LIVE') this.#error = error;
      }
      failures += 1;
      await pause(retryDelay(failures), signal);
    }
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
    });
    this.#stream = session.remoteStream;
    this.#receiving = true;
    this.#error = undefined;
    await session.ended;
    session.leave();
    if (!signal.aborted) this.#receiving = false;
  }
}
