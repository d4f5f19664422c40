import type { Api } from './api.svelte.js';
import type { ApiError } from './errors.js';
import { BroadcastChangedSubscription, type Broadcast } from './operations/broadcasts.js';

const RETRY_MS = 3_000;

/** One broadcast as the server tells it: a snapshot first, then each change. */
export class LiveBroadcast {
  readonly id: string;
  readonly #api: Api;
  readonly #onStopped: () => void;
  #current = $state.raw<Broadcast>();
  #missing = $state(false);
  #openedAtLastChange = 0;
  #unsubscribe: () => void = () => undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param onStopped - called when it goes from on air to idle while we listen without a break:
   *   somebody stopped it on purpose.
   */
  constructor(api: Api, id: string, onStopped: () => void = () => undefined) {
    this.#api = api;
    this.#onStopped = onStopped;
    this.id = id;
    this.#subscribe();
  }

  /** Undefined until the first snapshot, and when there is no such broadcast. */
  get current(): Broadcast | undefined {
    return this.#current;
  }

  /** The server knows no broadcast of this id (yet). */
  get missing(): boolean {
    return this.#missing;
  }

  /** Somebody gives a picture, or may come back in a moment. */
  get onAir(): boolean {
    return this.#current !== undefined && this.#current.state !== 'IDLE';
  }

  /** Takes what a command returned, without waiting for the subscription to say the same. */
  update(broadcast: Broadcast): void {
    const { opened } = this.#api.connection;
    const before = this.#current?.state;
    const stopped =
      broadcast.state === 'IDLE' &&
      (before === 'LIVE' || before === 'STARTING') &&
      opened === this.#openedAtLastChange;
    this.#openedAtLastChange = opened;
    this.#current = broadcast;
    this.#missing = false;
    if (this.#retry !== undefined) this.#subscribe();
    if (stopped) this.#onStopped();
  }

  close(): void {
    clearTimeout(this.#retry);
    this.#unsubscribe();
  }

  #subscribe(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#unsubscribe = this.#api.client.subscribe(
      BroadcastChangedSubscription,
      () => ({ id: this.id }),
      {
        next: ({ broadcastChanged }) => this.update(broadcastChanged),
        error: (error) => this.#lose(error),
      },
    );
  }

  /** A broadcast may be created, or created again, at any time: go on asking. */
  #lose(error: ApiError): void {
    if (error.code === 'BROADCAST_NOT_FOUND') {
      this.#current = undefined;
      this.#missing = true;
    }
    this.#retry = setTimeout(() => this.#subscribe(), RETRY_MS);
  }
}
