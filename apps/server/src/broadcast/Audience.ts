import type { Session as SessionAnswer } from '@crowdlens/schema';
import { ApiError } from '../errors.js';
import type { Seat } from './Edges.js';
import type { LeftPipeline } from './LeftPipeline.js';
import { Session } from './Session.js';
import type { ValidityOf } from './Session.js';
import type { Stage } from './Stage.js';
import type { StageHolder } from './StageHolder.js';

interface Viewer {
  readonly session: Session;
  readonly seat: Seat;
}

/** The viewers of a broadcast. */
export class Audience {
  readonly #maxViewers: number;
  readonly #onChange: () => void;
  readonly #viewers = new Map<string, Viewer>();
  #toCome = 0;

  constructor(maxViewers: number, onChange: () => void) {
    this.#maxViewers = maxViewers;
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#viewers.size;
  }

  /** Of a viewer who is stranded there is none: who asks may come again at once. */
  session(id: string): Session | undefined {
    const viewer = this.#viewers.get(id);
    if (viewer?.seat.isStranded) this.leave(id);
    return this.#viewers.get(id)?.session;
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
      const seat = await stage.edges.forViewer();
      const session = await this.#seat(seat, sdpOffer, () => holder.check(stage));
      const { id, sdpAnswer } = session;
      this.#add(session, seat);
      return { id, sdpAnswer, resumeSecret: null };
    } finally {
      this.#toCome -= 1;
    }
  }

  /** Goes on with the viewers whom another server had; complete after {@link resume}. Throws as {@link admit}. */
  async takeOver(
    { edges }: Stage,
    left: readonly LeftPipeline[],
    validityOf: ValidityOf,
  ): Promise<void> {
    const viewers = left.flatMap((pipeline) =>
      pipeline.claim('viewer').map(async ({ id, mark }) => {
        const endpoint = await pipeline.pipeline.webRtcEndpoint(id);
        const session = await Session.takeOver(endpoint, mark.session, validityOf);
        this.#add(session, await edges.at(pipeline.server));
      }),
    );
    await Promise.all(viewers);
  }

  /** Finds out what the viewers are like now that another server had them. */
  async resume(): Promise<void> {
    await Promise.all([...this.#viewers.values()].map(({ session }) => session.resume()));
  }

  /** @returns false when there is no such viewer */
  leave(sessionId: string): boolean {
    const viewer = this.#viewers.get(sessionId);
    if (!viewer) return false;
    this.#viewers.delete(sessionId);
    end(viewer);
    this.#onChange();
    return true;
  }

  /** Ends all sessions. */
  end(): void {
    this.#viewers.forEach(end);
    this.#viewers.clear();
  }

  #add(session: Session, seat: Seat): void {
    const { id } = session;
    this.#viewers.set(id, { session, seat });
    seat.onLost(() => this.leave(id));
    session.onGone(() => this.leave(id));
    session.onSilent(() => this.leave(id));
    this.#onChange();
  }

  async #seat(seat: Seat, sdpOffer: string, check: () => void): Promise<Session> {
    let session: Session | undefined;
    try {
      session = await Session.negotiate(seat.edge.pipeline, sdpOffer);
      await Promise.all([
        session.mark({ role: 'viewer' }),
        seat.edge.hub.connect(session.endpoint),
      ]);
      await session.gather();
      check();
      return session;
    } catch (error) {
      session?.end();
      seat.leave();
      throw error;
    }
  }
}

function end({ session, seat }: Viewer): void {
  session.end();
  seat.leave();
}
