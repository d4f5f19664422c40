/** Planning may take this part of the time at most, however fast clients change a large pipeline. */
const MAX_SHARE = 0.2;

/**
 * Plans soon after something has changed: once for all changes of one turn of the event loop, and
 * after a plan that took long not before the rest of the process has had its share of the time.
 */
export class Replanning {
  readonly #plan: () => void;
  readonly #onError: (error: unknown) => void;
  #cancel: (() => void) | undefined;
  #notBeforeMs = 0;
  #closed = false;

  constructor(plan: () => void, onError: (error: unknown) => void) {
    this.#plan = plan;
    this.#onError = onError;
  }

  /** Something has changed. */
  request(): void {
    if (this.#cancel || this.#closed) return;
    const waitMs = this.#notBeforeMs - performance.now();
    if (waitMs > 1) {
      const timer = setTimeout(() => this.now(), waitMs);
      this.#cancel = () => clearTimeout(timer);
    } else {
      const immediate = setImmediate(() => this.now());
      this.#cancel = () => clearImmediate(immediate);
    }
  }

  /** Plans at once. */
  now(): void {
    if (this.#closed) return;
    this.#cancel?.();
    this.#cancel = undefined;
    const startMs = performance.now();
    try {
      this.#plan();
    } catch (error) {
      this.#onError(error);
    }
    const endMs = performance.now();
    this.#notBeforeMs = endMs + (endMs - startMs) * (1 / MAX_SHARE - 1);
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
