import { randomBytes } from 'node:crypto';
import type { IceCandidate, IceCandidateInput, Validity, ValidityFacts } from '@crowdlens/schema';
import { ApiError, badInput } from '../errors.js';
import { BoundedList } from '../events/BoundedList.js';
import type { MediaPipeline } from '../media/MediaPipeline.js';
import type { WebRtcEndpoint } from '../media/WebRtcEndpoint.js';
import { mark } from './marks.js';
import type { SessionFacts, SessionRole } from './marks.js';
import { checkAnswer, iceUfragOf } from './sdp.js';

const MAX_LOCAL_CANDIDATES = 64;
const MAX_REMOTE_CANDIDATES = 200;
const MAX_CANDIDATE_LENGTH = 2000;
const CONNECT_TIMEOUT_MS = 30_000;

/** Makes of what is known of a validity one that says when it ends. */
export type ValidityOf = (facts: ValidityFacts) => Validity;

/** One WebRTC connection of a presenter or a viewer. */
export class Session {
  /** Not to be guessed: whoever knows it can end the session. */
  readonly id: string;
  readonly endpoint: WebRtcEndpoint;
  /** Empty when another server has given it. */
  readonly sdpAnswer: string;
  /** Of the client; names the ICE session. */
  readonly iceUfrag: string | undefined;
  readonly #candidates: BoundedList<IceCandidate>;
  readonly #connectDeadline: NodeJS.Timeout;
  #remoteCandidates = 0;
  #role: SessionRole | undefined;
  #validity: Validity | undefined;
  #cancelEnd = () => {};
  #state: 'alive' | 'gone' | 'ended' = 'alive';
  #onGone: (() => void) | undefined;
  #onSilent: (() => void) | undefined;

  /**
   * Answers an offer. Candidates are gathered only by {@link gather}.
   *
   * @throws ApiError SDP_INVALID; KurentoError 402xx, MediaServerUnavailableError
   */
  static async negotiate(pipeline: MediaPipeline, sdpOffer: string): Promise<Session> {
    const endpoint = await pipeline.createWebRtcEndpoint();
    try {
      const candidates = await candidatesOf(endpoint);
      const sdpAnswer = await endpoint.processOffer(sdpOffer);
      checkAnswer(sdpOffer, sdpAnswer);
      const facts = { id: randomBytes(18).toString('base64url'), iceUfrag: iceUfragOf(sdpOffer) };
      const session = new Session(endpoint, sdpAnswer, facts, candidates);
      await session.#listen();
      return session;
    } catch (error) {
      void endpoint.release();
      throw error;
    }
  }

  /** Goes on with one that another server has negotiated; complete after {@link resume}. */
  static async takeOver(
    endpoint: WebRtcEndpoint,
    facts: SessionFacts,
    validityOf: ValidityOf,
  ): Promise<Session> {
    const session = new Session(endpoint, '', facts, await candidatesOf(endpoint));
    await session.#listen();
    const { expiresAt, linkId } = facts;
    if (expiresAt !== undefined) {
      session.#endWith(validityOf({ expiresAt: new Date(expiresAt), ...(linkId && { linkId }) }));
    }
    return session;
  }

  private constructor(
    endpoint: WebRtcEndpoint,
    sdpAnswer: string,
    { id, iceUfrag }: SessionFacts,
    candidates: BoundedList<IceCandidate>,
  ) {
    this.id = id;
    this.endpoint = endpoint;
    this.sdpAnswer = sdpAnswer;
    this.iceUfrag = iceUfrag;
    this.#candidates = candidates;
    this.#connectDeadline = setTimeout(() => this.#connectionChanged(false), CONNECT_TIMEOUT_MS);
  }

  /** Called when the peer is gone, or never came. Not called after {@link end}. */
  onGone(listener: () => void): void {
    this.#onGone = listener;
    if (this.#state === 'gone') listener();
  }

  /** Called when nothing has been heard of the peer for some seconds. It may still come back. */
  onSilent(listener: () => void): void {
    this.#onSilent = listener;
  }

  /** Keeps with it, in its media server, whose it is. */
  async mark(role: SessionRole): Promise<void> {
    this.#role = role;
    await this.#mark();
  }

  /** Finds out what it is like now that another server had it. */
  async resume(): Promise<void> {
    this.#candidates.end();
    if (await this.endpoint.isConnected()) clearTimeout(this.#connectDeadline);
  }

  /** Makes the peer count as gone when the token ends with which it came. */
  endWith(validity: Validity | undefined): void {
    if (!validity) return;
    this.#endWith(validity);
    // When it cannot be kept, its media server is gone, and the session with it.
    this.#mark().catch(() => undefined);
  }

  /** Makes the media server look for its candidates. */
  gather(): Promise<void> {
    return this.endpoint.gatherCandidates();
  }

  /** The media server's candidates, from the first one. */
  candidates(): AsyncIterable<IceCandidate> {
    return this.#candidates.stream();
  }

  /**
   * @returns false when there is nothing to pass on
   * @throws ApiError BAD_USER_INPUT, LIMIT_EXCEEDED
   */
  async addIceCandidate({
    candidate,
    sdpMid,
    sdpMLineIndex,
  }: Omit<IceCandidateInput, 'sessionId'>): Promise<boolean> {
    if (candidate === '') return false;
    if (candidate.length > MAX_CANDIDATE_LENGTH) {
      throw badInput(
        `candidate: must have at most ${MAX_CANDIDATE_LENGTH} characters, not ${candidate.length}.`,
      );
    }
    this.#remoteCandidates += 1;
    if (this.#remoteCandidates > MAX_REMOTE_CANDIDATES) {
      throw new ApiError(
        'LIMIT_EXCEEDED',
        `A session takes at most ${MAX_REMOTE_CANDIDATES} ICE candidates.`,
      );
    }
    const index = sdpMLineIndex ?? 0;
    await this.endpoint.addIceCandidate({
      candidate,
      sdpMid: sdpMid ?? String(index),
      sdpMLineIndex: index,
    });
    return true;
  }

  /** Ends the connection. */
  end(): void {
    this.#state = 'ended';
    clearTimeout(this.#connectDeadline);
    this.#cancelEnd();
    this.#candidates.end();
    void this.endpoint.release();
  }

  #endWith(validity: Validity): void {
    this.#cancelEnd();
    this.#validity = validity;
    if (this.#state === 'alive') this.#cancelEnd = validity.onEnd(() => this.#gone());
  }

  async #listen(): Promise<void> {
    await this.endpoint.onConnection((connected) => this.#connectionChanged(connected));
    await this.endpoint.onSilence(() => this.#onSilent?.());
  }

  async #mark(): Promise<void> {
    const { id, iceUfrag } = this;
    const { expiresAt, linkId } = this.#validity ?? {};
    const session = { id, iceUfrag, expiresAt: expiresAt?.getTime(), linkId };
    if (this.#role) await mark(this.endpoint, { ...this.#role, session });
  }

  #connectionChanged(connected: boolean): void {
    clearTimeout(this.#connectDeadline);
    if (!connected) this.#gone();
  }

  #gone(): void {
    if (this.#state !== 'alive') return;
    this.#state = 'gone';
    this.#cancelEnd();
    this.#onGone?.();
  }
}

async function candidatesOf(endpoint: WebRtcEndpoint): Promise<BoundedList<IceCandidate>> {
  const candidates = new BoundedList<IceCandidate>(MAX_LOCAL_CANDIDATES);
  await endpoint.onCandidate((found) => {
    if (found) candidates.add(found);
    else candidates.end();
  });
  return candidates;
}
