import type { CrowdEvent } from '@crowdlens/schema';

/** The newest events of a log, by number. When full, the oldest goes. */
export class RecentEvents {
  readonly #capacity: number;
  /** The event of number n is at n modulo the capacity. */
  readonly #ring: CrowdEvent[] = [];
  readonly #first: number;
  #newest: number;

  /** @param newest - the number after which it begins */
  constructor(capacity: number, newest: number) {
    this.#capacity = capacity;
    this.#first = newest + 1;
    this.#newest = newest;
  }

  get newest(): number {
    return this.#newest;
  }

  /** The number from which on events are here; the newest plus one when there is none. */
  get oldest(): number {
    return Math.max(this.#first, this.#newest - this.#capacity + 1);
  }

  /** Numbers grow; one that is left out has no event. */
  add(event: CrowdEvent): void {
    this.#ring[event.sequence % this.#capacity] = event;
    this.#newest = event.sequence;
  }

  /** Up to this number, no event is to come any more. */
  pass(sequence: number): void {
    this.#newest = sequence;
  }

  /** @param sequence - from oldest to newest */
  at(sequence: number): CrowdEvent | undefined {
    const event = this.#ring[sequence % this.#capacity];
    return event?.sequence === sequence ? event : undefined;
  }
}
