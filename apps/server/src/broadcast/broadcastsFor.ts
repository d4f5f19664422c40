import type { PlayInput, PublishInput, Session as SessionAnswer } from '@crowdlens/schema';
import { requireBroadcast } from '../access/Caller.js';
import type { Broadcast, PublishWish } from './Broadcast.js';
import type { Broadcasts } from './Broadcasts.js';
import type { Session } from './Session.js';

/** What a caller may ask of broadcasts. */
export type ReachableBroadcasts = Pick<
  Broadcasts,
  'all' | 'delete' | 'find' | 'get' | 'leave' | 'play' | 'publish' | 'session'
>;

/**
 * The broadcasts that a caller may use. Every door, whatever it speaks, asks for them here.
 *
 * @param only - id of the only one; undefined for all
 */
export function broadcastsFor(all: Broadcasts, only: string | undefined): ReachableBroadcasts {
  return only === undefined ? all : new OneBroadcast(all, only);
}

/** For the rest of them there is FORBIDDEN, whether they exist or not. */
class OneBroadcast implements ReachableBroadcasts {
  readonly #all: Broadcasts;
  readonly #id: string;

  constructor(all: Broadcasts, id: string) {
    this.#all = all;
    this.#id = id;
  }

  get all(): Broadcast[] {
    const broadcast = this.#all.find(this.#id);
    return broadcast ? [broadcast] : [];
  }

  find(id: string): Broadcast | undefined {
    this.#check(id);
    return this.#all.find(id);
  }

  get(id: string): Broadcast {
    this.#check(id);
    return this.#all.get(id);
  }

  session(id: string): Session {
    // The others' sessions are as if they were not.
    return this.all[0]?.session(id) ?? this.#all.session('');
  }

  async publish(input: PublishInput & PublishWish): Promise<SessionAnswer> {
    this.#check(input.broadcastId);
    return this.#all.publish(input);
  }

  async play(input: PlayInput): Promise<Broadcast> {
    this.#check(input.broadcastId);
    return this.#all.play(input);
  }

  leave(sessionId: string): boolean {
    return this.all.some((broadcast) => broadcast.leave(sessionId));
  }

  async delete(id: string): Promise<void> {
    this.#check(id);
    await this.#all.delete(id);
  }

  #check(id: string): void {
    requireBroadcast({ broadcastId: this.#id }, id);
  }
}
