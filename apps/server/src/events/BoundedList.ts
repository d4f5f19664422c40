import { pullStream } from './pullStream.js';
import { Signal } from './Signal.js';

/** A short list that grows; each subscriber gets all of it from the start. When full, it takes no more. */
export class BoundedList<T extends object> {
  readonly #items: T[] = [];
  readonly #capacity: number;
  readonly #changed = new Signal();
  #ended = false;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** @returns false when the item was dropped, since the list is full or has ended */
  add(item: T): boolean {
    if (this.#ended || this.#items.length >= this.#capacity) return false;
    this.#items.push(item);
    this.#changed.notify();
    return true;
  }

  /** Says that nothing more will come. */
  end(): void {
    this.#ended = true;
    this.#changed.notify();
  }

  stream(): AsyncIterable<T> {
    let next = 0;
    return pullStream<T>({
      changed: this.#changed,
      take: () => {
        const item = this.#items[next];
        if (item) next += 1;
        return item;
      },
      ended: () => this.#ended,
    });
  }
}
