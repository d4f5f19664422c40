import { randomBytes } from 'node:crypto';
import { BroadcastSource, BroadcastState } from '@crowdlens/schema';
import type { Logger } from 'pino';
import { ApiError } from '../errors.js';

/** What is on the air, and who may go on with it. */
export interface OnAirEngagement {
  readonly source: BroadcastSource;
  readonly startedAt: Date | null;
  readonly resumeSecret: string;
  /** Whether the presenter is an encoder, which knows no secret. */
  readonly isEncoder: boolean;
}

/** What an {@link OnAir} says. */
export interface OnAirEvents {
  /** The state is another. */
  changed(): void;
  /** Whoever was waited for has not come back in time. */
  givenUp(): void;
}

/** How far a broadcast is from being seen, who gives its picture, and how long it waits for who is away. */
export class OnAir {
  readonly #interruptedMs: number;
  readonly #log: Logger;
  readonly #events: OnAirEvents;
  #state = BroadcastState.IDLE;
  /** Stays while the presenter is away. */
  #source: BroadcastSource | null = null;
  #startedAt: Date | null = null;
  #resumeSecret: string | undefined;
  #isEncoder = false;
  #waiting: NodeJS.Timeout | undefined;

  /** @param interruptedMs - how long a source may be away, milliseconds */
  constructor(interruptedMs: number, log: Logger, events: OnAirEvents) {
    this.#interruptedMs = interruptedMs;
    this.#log = log;
    this.#events = events;
  }

  get state(): BroadcastState {
    return this.#state;
  }

  get source(): BroadcastSource | null {
    return this.#source;
  }

  get startedAt(): Date | null {
    return this.#startedAt;
  }

  /** What the present presenter comes back with. */
  get resumeSecret(): string {
    this.#resumeSecret ??= randomBytes(18).toString('base64url');
    return this.#resumeSecret;
  }

  /** What is on the air; undefined while nothing is. */
  get engagement(): OnAirEngagement | undefined {
    const { source, startedAt, resumeSecret } = this;
    const isEncoder = this.#isEncoder;
    return source === null ? undefined : { source, startedAt, resumeSecret, isEncoder };
  }

  /**
   * Goes on with what was on the air at another server.
   *
   * @param isThere - whether its source still is; otherwise it is waited for
   */
  takeOver(
    { source, startedAt, resumeSecret, isEncoder }: OnAirEngagement,
    isThere: boolean,
  ): void {
    this.#source = source;
    this.#startedAt = startedAt;
    this.#resumeSecret = resumeSecret;
    this.#isEncoder = isEncoder;
    if (isThere) this.#enter(BroadcastState.LIVE);
    else if (source === BroadcastSource.PRESENTER) this.interrupt('another server had it');
    else this.restart();
  }

  /** Whether the present presenter is an encoder, which knows no secret. */
  set isEncoder(isEncoder: boolean) {
    this.#isEncoder = isEncoder;
  }

  /**
   * Lets nobody take a presenter's place but that presenter; an encoder's while it is away any other one, since they
   * connect again by themselves when their network fails. Whoever may publish may also stop the broadcast.
   *
   * @throws ApiError PRESENTER_TAKEN
   */
  checkFree(broadcastId: string, resume?: string | null, isEncoder = false): void {
    if (this.#source !== BroadcastSource.PRESENTER) return;
    if (this.#resumeSecret !== undefined && resume === this.#resumeSecret) return;
    const away = this.#state === BroadcastState.INTERRUPTED;
    if (away && isEncoder && this.#isEncoder) return;
    throw new ApiError(
      'PRESENTER_TAKEN',
      `Broadcast "${broadcastId}" has a presenter${away ? ' who may come back in a moment' : ''}. Wait, stop the broadcast, or use another one.`,
    );
  }

  /** Waits for its first picture. */
  start(source: BroadcastSource): void {
    const isReturn = this.#source === source && source === BroadcastSource.PRESENTER;
    if (!isReturn) this.#startedAt = null;
    this.#source = source;
    this.restart();
    this.#log.info({ source }, 'starting');
  }

  /** Waits for a picture, with no limit, from the source that there was. */
  restart(): void {
    this.#enter(BroadcastState.STARTING);
  }

  goLive(): void {
    if (this.#state === BroadcastState.LIVE) return;
    this.#startedAt ??= new Date();
    this.#enter(BroadcastState.LIVE);
    this.#log.info('live');
  }

  /** Waits for the source to come back, but not for ever. */
  interrupt(reason: string): void {
    this.#log.info({ reason }, 'interrupted');
    this.#enter(BroadcastState.INTERRUPTED);
    this.#waiting = setTimeout(() => this.#events.givenUp(), this.#interruptedMs);
  }

  /** Waits as long as it takes: whoever is away is coming back at this moment. */
  stopWaiting(): void {
    clearTimeout(this.#waiting);
  }

  end(reason: string): void {
    this.stopWaiting();
    this.#source = null;
    this.#resumeSecret = undefined;
    this.#isEncoder = false;
    this.#startedAt = null;
    if (this.#state === BroadcastState.IDLE) return;
    this.#enter(BroadcastState.IDLE);
    this.#log.info({ reason }, 'off the air');
  }

  #enter(state: BroadcastState): void {
    this.stopWaiting();
    this.#state = state;
    this.#events.changed();
  }
}
