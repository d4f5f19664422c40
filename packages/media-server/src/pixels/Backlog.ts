/**
 * How many messages wait in one direction between the main thread and the worker. A message port
 * takes any number of messages; the sender asks here first and does without sending when too many wait.
 * Lives in shared memory, so that sender and receiver see the same number.
 */
export class Backlog {
  readonly #count: Int32Array;

  /** @param memory Of the other thread's backlog; without it a new one begins. */
  constructor(readonly memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.#count = new Int32Array(memory);
  }

  get size(): number {
    return Atomics.load(this.#count, 0);
  }

  /** The sender, for each message. */
  enter(): void {
    Atomics.add(this.#count, 0, 1);
  }

  /** The receiver, for each message. */
  leave(): void {
    Atomics.sub(this.#count, 0, 1);
  }
}
