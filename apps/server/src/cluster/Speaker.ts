import type { Logger } from 'pino';
import type { AlertJournal } from '../alerts/AlertJournal.js';
import type { Broadcast } from '../broadcast/Broadcast.js';
import type { Broadcasts } from '../broadcast/Broadcasts.js';
import type { Bus } from './Bus.js';
import { ASK, ENGAGEMENTS, FEED } from './feed.js';
import type { FeedMessage } from './feed.js';

/** How often it is said what there is. */
const BEAT_MS = 500;
/** How long another server can take over what is on the air. */
const ENGAGEMENTS_MS = 30_000;

/** `Omit` for each member of a union. */
type OmitEach<T, Keys extends PropertyKey> = T extends unknown ? Omit<T, Keys> : never;

/** What {@link Speaker} works with. */
export interface SpeakerParts {
  readonly bus: Bus;
  /** Of this lead. */
  readonly fence: number;
  readonly broadcasts: Broadcasts;
  readonly journal: AlertJournal;
  readonly log: Logger;
}

/** Tells the other servers what happens at the one that leads. */
export class Speaker {
  readonly #parts: SpeakerParts;
  readonly #timer: NodeJS.Timeout;
  #closed = false;

  static async open(parts: SpeakerParts): Promise<Speaker> {
    const speaker = new Speaker(parts);
    await parts.bus.subscribe(ASK, () => speaker.#tellAll());
    return speaker;
  }

  private constructor(parts: SpeakerParts) {
    this.#parts = parts;
    parts.broadcasts.onEach((broadcast) => {
      void this.#tellSnapshots(broadcast);
      void this.#tellEvents(broadcast);
      void this.#tellMeasurements(broadcast);
    });
    parts.journal.onWritten(() => this.#beat());
    this.#timer = setInterval(() => this.#beat(), BEAT_MS);
    this.#tellAll();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#parts.bus.unsubscribe(ASK);
  }

  #tellAll(): void {
    this.#parts.broadcasts.all.forEach((broadcast) => this.#tellBroadcast(broadcast));
    this.#beat();
  }

  #beat(): void {
    const { broadcasts, journal } = this.#parts;
    const newest = Object.fromEntries(broadcasts.all.map(({ id, events }) => [id, events.newest]));
    this.#say({ type: 'state', newest, alerts: journal.newest });
    this.#keepEngagements();
  }

  #keepEngagements(): void {
    const { bus, broadcasts, log } = this.#parts;
    const engagements = Object.fromEntries(
      broadcasts.all.flatMap(({ id, engagement }) => (engagement ? [[id, engagement]] : [])),
    );
    bus.keep(ENGAGEMENTS, engagements, ENGAGEMENTS_MS).catch((error: unknown) => {
      log.debug({ err: error }, 'what is on the air could not be kept');
    });
  }

  #tellBroadcast(broadcast: Broadcast): void {
    const { id, events } = broadcast;
    const { newest, name } = events;
    const facts = { id, log: name.log, newest, snapshot: broadcast.snapshot() };
    this.#say({ type: 'broadcast', facts });
  }

  async #tellSnapshots(broadcast: Broadcast): Promise<void> {
    for await (const _ of broadcast.changes()) {
      if (this.#closed) return;
      this.#tellBroadcast(broadcast);
      this.#keepEngagements();
    }
    // It is not among those that there are any more.
    this.#beat();
  }

  async #tellEvents({ events }: Broadcast): Promise<void> {
    const { log } = events.name;
    for await (const { event } of events.stream({})) {
      if (this.#closed) return;
      if (event) this.#say({ type: 'event', log, event });
    }
  }

  async #tellMeasurements({ measurements }: Broadcast): Promise<void> {
    for await (const frame of measurements.stream()) {
      if (this.#closed) return;
      this.#say({ type: 'measured', frame });
    }
  }

  /** What cannot be said now is noticed by the others at the next beat. */
  #say(message: OmitEach<FeedMessage, 'fence'>): void {
    if (this.#closed) return;
    const { bus, fence, log } = this.#parts;
    bus.publish(FEED, { ...message, fence }).catch((error: unknown) => {
      log.debug({ err: error }, 'the others could not be told');
    });
  }
}
