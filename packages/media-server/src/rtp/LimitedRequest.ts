/**
 * Merges requests of many: the action runs at most once per interval, and a request
 * that comes earlier is kept until then.
 */
export class LimitedRequest {
  readonly #action: () => void;
  readonly #intervalMs: number;
  #lastMs = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(action: () => void, intervalMs = 300) {
    this.#action = action;
    this.#intervalMs = intervalMs;
  }

  request(): void {
    if (this.#closed || this.#timer) return;
    const waitMs = this.#lastMs + this.#intervalMs - performance.now();
    if (waitMs <= 0) this.#run();
    else this.#timer = setTimeout(() => this.#run(), waitMs).unref();
  }

  /** What was asked for has come: drops a request that is still kept. */
  fulfilled(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  close(): void {
    this.#closed = true;
    this.fulfilled();
  }

  #run(): void {
    this.#timer = undefined;
    this.#lastMs = performance.now();
    this.#action();
  }
}
