import type { Session as SessionAnswer } from '@crowdlens/schema';
import { ApiError } from '../errors.js';
import { Session } from './Session.js';
import type { StageHolder } from './StageHolder.js';

/** The viewers of a broadcast. */
export class Audience {
  readonly #maxViewers: number;
  readonly #onChange: () => void;
  readonly #sessions = new Map<string, Session>();
  #toCome = 0;

  constructor(maxViewers: number, onChange: () => void) {
    this.#maxViewers = maxViewers;
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#sessions.size;
  }

  session(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  /**
   * Takes a viewer in.
   *
   * @throws ApiError LIMIT_EXCEEDED; KurentoError, MediaServerUnavailableError
   */
  async admit(sdpOffer: string, holder: StageHolder): Promise<SessionAnswer> {
    if (this.size + this.#toCome >= this.#maxViewers) {
      throw new ApiError(
        'LIMIT_EXCEEDED',
        `There are ${this.#maxViewers} viewers, and no more are allowed.`,
      );
    }
    this.#toCome += 1;
    try {
      const stage = await holder.open();
      const session = await Session.negotiate(stage.pipeline, sdpOffer);
      try {
        await stage.connect(session.endpoint);
        await session.gather();
        holder.check(stage);
      } catch (error) {
        session.end();
        throw error;
      }
      this.#sessions.set(session.id, session);
      session.onGone(() => this.leave(session.id));
      session.onSilent(() => this.leave(session.id));
      this.#onChange();
      return { id: session.id, sdpAnswer: session.sdpAnswer, resumeSecret: null };
    } finally {
      this.#toCome -= 1;
    }
  }

  /** @returns false when there is no such viewer */
  leave(sessionId: string): boolean {
    const session = this.#sessions.get(sessionId);
    if (!session) return false;
    session.end();
    this.#sessions.delete(sessionId);
    this.#onChange();
    return true;
  }

  /** Ends all sessions. */
  end(): void {
    this.#sessions.forEach((session) => session.end());
    this.#sessions.clear();
  }
}
