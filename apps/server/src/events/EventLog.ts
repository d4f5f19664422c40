import { randomBytes } from 'node:crypto';
import type {
  CrowdEvent,
  CrowdEventMessage,
  DirectionEvent,
  FluidityEvent,
  OccupancyEvent,
} from '@crowdlens/schema';
import type { Cursor } from './cursor.js';
import { encodeCursor } from './cursor.js';
import type { EventTest } from './filter.js';
import { pullStream } from './pullStream.js';
import { Signal } from './Signal.js';

/** What a log adds to an event. */
type Numbered = 'id' | 'sequence' | 'broadcastId';

/** `Omit` for each member of a union. */
type OmitEach<T, Keys extends PropertyKey> = T extends unknown ? Omit<T, Keys> : never;

/** An event that has no number yet. */
export type NewEvent = OmitEach<OccupancyEvent | FluidityEvent | DirectionEvent, Numbered>;

/** The events of a broadcast, numbered; the newest are kept, the oldest are forgotten. */
export class EventLog {
  readonly #broadcastId: string;
  readonly #capacity: number;
  readonly #epoch = randomBytes(6).toString('base64url');
  readonly #changed = new Signal();
  /** A ring: the event of number n is at n modulo the capacity. */
  readonly #ring: CrowdEvent[] = [];
  #newest = 0;
  #ended = false;

  constructor(broadcastId: string, capacity = 10_000) {
    this.#broadcastId = broadcastId;
    this.#capacity = capacity;
  }

  append(event: NewEvent): void {
    const sequence = this.#newest + 1;
    const numbered: CrowdEvent = {
      ...event,
      id: `${this.#broadcastId}-${this.#epoch}-${sequence}`,
      broadcastId: this.#broadcastId,
      sequence,
    };
    this.#ring[sequence % this.#capacity] = numbered;
    this.#newest = sequence;
    this.#changed.notify();
  }

  /** The events kept, oldest first. */
  *events(): Iterable<CrowdEvent> {
    for (let n = this.#oldest; n <= this.#newest; n += 1) yield this.#at(n);
  }

  cursorOf(sequence: number): string {
    return encodeCursor({ epoch: this.#epoch, sequence });
  }

  /** The number that a cursor stands at; 0 when it belongs to an earlier run of the server. */
  sequenceOf({ epoch, sequence }: Cursor): number {
    return epoch === this.#epoch ? Math.min(sequence, this.#newest) : 0;
  }

  /**
   * The wanted events as they happen; with a cursor, first those kept behind it. What is forgotten
   * before a consumer was ready for it is reported as skipped.
   */
  stream(wanted: EventTest, after?: Cursor): AsyncIterable<CrowdEventMessage> {
    let position = after ? this.sequenceOf(after) : this.#newest;
    let fromEarlierRun = after !== undefined && after.epoch !== this.#epoch;
    const marker = (skipped: number): CrowdEventMessage => ({
      cursor: this.cursorOf(position),
      event: null,
      skipped,
    });
    const take = (): CrowdEventMessage | undefined => {
      if (fromEarlierRun) {
        fromEarlierRun = false;
        return marker(0);
      }
      const skipped = this.#oldest - 1 - position;
      if (skipped > 0) {
        position += skipped;
        return marker(skipped);
      }
      while (position < this.#newest) {
        position += 1;
        const event = this.#at(position);
        if (wanted(event)) return { cursor: this.cursorOf(position), event, skipped: 0 };
      }
      return undefined;
    };
    return pullStream({ take, changed: this.#changed, ended: () => this.#ended });
  }

  /** Ends all streams. */
  end(): void {
    this.#ended = true;
    this.#changed.notify();
  }

  get #oldest(): number {
    return Math.max(1, this.#newest - this.#capacity + 1);
  }

  #at(sequence: number): CrowdEvent {
    return this.#ring[sequence % this.#capacity]!;
  }
}
