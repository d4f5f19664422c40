import { ApiError } from './errors.js';

/** Does one thing after the other. When too much is waiting, it refuses more. */
export class SerialQueue {
  readonly #capacity: number;
  #waiting = 0;
  #refusal: ApiError | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(capacity = 32) {
    this.#capacity = capacity;
  }

  /** What still waits is refused with this, and everything that comes. */
  close(refusal: ApiError): void {
    this.#refusal = refusal;
  }

  /** Resolves when what has been taken up is done. */
  async idle(): Promise<void> {
    await this.#last;
  }

  /** Whether nothing is being done. */
  get isEmpty(): boolean {
    return this.#waiting === 0;
  }

  /** @throws ApiError RATE_LIMITED when the queue is full, what it was closed with, and what `task` throws */
  run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#waiting >= this.#capacity) {
      return Promise.reject(
        new ApiError('RATE_LIMITED', 'Too many changes are waiting; try again in a moment.'),
      );
    }
    this.#waiting += 1;
    const result = this.#last
      .then(() => {
        if (this.#refusal) throw this.#refusal;
        return task();
      })
      .finally(() => (this.#waiting -= 1));
    this.#last = result.catch(() => undefined);
    return result;
  }
}
