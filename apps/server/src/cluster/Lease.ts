import type { Logger } from 'pino';
import type { Bus } from './Bus.js';

/** How long a server leads without saying that it is still there. */
const LEASE_MS = 2000;
const RENEWAL_MS = 500;
const KEY = 'leader';

/** What a {@link Lease} tells. */
export interface LeaseEvents {
  /** This server leads from now on. */
  taken(): void;
  /** Another server leads. */
  lost(): void;
}

/**
 * Who leads: at most one server at a time, found in Redis. A server that was cut off may believe
 * for a moment that it still leads; the database refuses what it writes then.
 *
 * While Redis is away everything stays as it is.
 */
export class Lease {
  readonly #bus: Bus;
  readonly #owner: string;
  readonly #events: LeaseEvents;
  readonly #log: Logger;
  readonly #timer: NodeJS.Timeout;
  #isHeld = false;
  #closed = false;
  #trying: Promise<void> | undefined;

  /** @param owner - names this server */
  constructor(bus: Bus, owner: string, events: LeaseEvents, log: Logger) {
    this.#bus = bus;
    this.#owner = owner;
    this.#events = events;
    this.#log = log;
    this.#timer = setInterval(() => this.#try(), RENEWAL_MS);
    this.#try();
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Lets another server lead, at once. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#trying;
    this.#isHeld = false;
    await this.#bus.release(KEY, this.#owner).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'the lead could not be given up; it ends in two seconds');
    });
  }

  #try(): void {
    this.#trying ??= this.#ask().finally(() => (this.#trying = undefined));
  }

  async #ask(): Promise<void> {
    // It may have come back empty: whoever led before goes first.
    if (!this.#isHeld && this.#bus.sinceReturnMs < LEASE_MS) return;
    let isHeld: boolean;
    try {
      isHeld = await this.#bus.hold(KEY, this.#owner, LEASE_MS);
    } catch (error) {
      this.#log.debug({ err: error }, 'Redis does not say who leads');
      return;
    }
    if (this.#closed || isHeld === this.#isHeld) return;
    this.#isHeld = isHeld;
    if (isHeld) this.#events.taken();
    else this.#events.lost();
  }
}
