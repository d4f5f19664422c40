import { ApiError } from '../errors.js';

/** Does one thing after the other. When too much is waiting, it refuses more. */
export class SerialQueue {
  readonly #capacity: number;
  #waiting = 0;
  #closed = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(capacity = 32) {
    this.#capacity = capacity;
  }

  /** What still waits is refused, and everything that comes. */
  close(): void {
    this.#closed = true;
  }

  /** Whether nothing is being done. */
  get isEmpty(): boolean {
    return this.#waiting === 0;
  }

  /** @throws ApiError RATE_LIMITED when the queue is full, BROADCAST_NOT_FOUND when it is closed, and what `task` throws */
  run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#waiting >= this.#capacity) {
      return Promise.reject(
        new ApiError(
          'RATE_LIMITED',
          'Too many changes of this broadcast are waiting; try again in a moment.',
        ),
      );
    }
    this.#waiting += 1;
    const result = this.#last
      .then(() => {
        if (!this.#closed) return task();
        throw new ApiError('BROADCAST_NOT_FOUND', 'The broadcast was deleted meanwhile.');
      })
      .finally(() => (this.#waiting -= 1));
    this.#last = result.catch(() => undefined);
    return result;
  }
}
