const RECOVERED_SHOWN_MS = 8_000;

/** Whether the server can be heard, and what was caught up on after it could not. */
export class Connection {
  #lost = $state(false);
  #retryAt = $state<number>();
  #recovered = $state<number>();
  #opened = $state(0);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The WebSocket is gone and is being reopened. */
  get lost(): boolean {
    return this.#lost;
  }

  /** When it is tried again, ms since 1970; undefined while it is being tried, or not lost. */
  get retryAt(): number | undefined {
    return this.#retryAt;
  }

  /** Number of events caught up on since the connection came back; undefined when there is nothing to tell. */
  get recovered(): number | undefined {
    return this.#recovered;
  }

  /** How many times the WebSocket has been opened. */
  get opened(): number {
    return this.#opened;
  }

  markConnected = (): void => {
    this.#opened += 1;
    this.#retryAt = undefined;
    if (!this.#lost) return;
    this.#lost = false;
    this.#recovered = 0;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#recovered = undefined), RECOVERED_SHOWN_MS);
  };

  markLost = (): void => {
    this.#lost = true;
    this.#recovered = undefined;
    clearTimeout(this.#timer);
  };

  markRetry = (at: number): void => {
    this.#retryAt = at;
  };

  /** One more event arrived that happened while the connection was lost. */
  countRecovered(): void {
    if (this.#recovered !== undefined) this.#recovered += 1;
  }
}
