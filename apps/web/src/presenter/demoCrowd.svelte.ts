import type { ApiClient } from '../api/client.js';
import type { Broadcast } from '../api/operations/broadcasts.js';
import { DEMO_CROWD, play } from './play.js';

/** Lets the demo crowd play where somebody wants to see it. */
export class DemoCrowd {
  readonly #client: ApiClient;
  #starting = $state(false);
  #error = $state.raw<unknown>();

  constructor(client: ApiClient) {
    this.#client = client;
  }

  get starting(): boolean {
    return this.#starting;
  }

  /** Why it does not play; undefined while all is well. */
  get error(): unknown {
    return this.#error;
  }

  /**
   * @param broadcastId - of a broadcast, which is made when it is not there
   * @param onplaying - gets that broadcast when it plays
   */
  async play(broadcastId: string, onplaying: (broadcast: Broadcast) => void): Promise<void> {
    this.#starting = true;
    this.#error = undefined;
    try {
      onplaying(await play(this.#client, broadcastId, DEMO_CROWD));
    } catch (cause) {
      this.#error = cause;
    } finally {
      this.#starting = false;
    }
  }
}
