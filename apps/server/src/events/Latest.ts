import { pullStream } from './pullStream.js';
import { Signal } from './Signal.js';

/** A value that changes. Subscribers get the present one, then the newest whenever they are ready. */
export class Latest<T extends object> {
  readonly #changed = new Signal();
  #value: T | undefined;
  #ended = false;

  constructor(value?: T) {
    this.#value = value;
  }

  set(value: T): void {
    this.#value = value;
    this.#changed.notify();
  }

  /** Forgets the value; streams wait for the next one. */
  clear(): void {
    this.#value = undefined;
  }

  /** Ends all streams. */
  end(): void {
    this.#ended = true;
    this.#changed.notify();
  }

  /**
   * @param throttleMs - least time between two values
   * @param select - makes of a value what is wanted of it
   */
  stream(throttleMs = 0, select = (value: T) => value): AsyncIterable<T> {
    let seen: T | undefined;
    return pullStream<T>({
      changed: this.#changed,
      throttleMs,
      take: () => {
        if (this.#value === seen) return undefined;
        seen = this.#value;
        return seen && select(seen);
      },
      ended: () => this.#ended,
    });
  }
}
