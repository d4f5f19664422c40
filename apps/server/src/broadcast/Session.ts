import { randomBytes } from 'node:crypto';
import type { IceCandidate, IceCandidateInput, Validity } from '@crowdlens/schema';
import { ApiError, badInput } from '../errors.js';
import { BoundedList } from '../events/BoundedList.js';
import type { MediaPipeline } from '../media/MediaPipeline.js';
import type { WebRtcEndpoint } from '../media/WebRtcEndpoint.js';
import { checkAnswer, iceUfragOf } from './sdp.js';

const MAX_LOCAL_CANDIDATES = 64;
const MAX_REMOTE_CANDIDATES = 200;
const MAX_CANDIDATE_LENGTH = 2000;
const CONNECT_TIMEOUT_MS = 30_000;

/** One WebRTC connection of a presenter or a viewer. */
export class Session {
  /** Not to be guessed: whoever knows it can end the session. */
  readonly id = randomBytes(18).toString('base64url');
  readonly endpoint: WebRtcEndpoint;
  readonly sdpAnswer: string;
  /** Of the client; names the ICE session. */
  readonly iceUfrag: string | undefined;
  readonly #candidates: BoundedList<IceCandidate>;
  readonly #connectDeadline: NodeJS.Timeout;
  #remoteCandidates = 0;
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
      const candidates = new BoundedList<IceCandidate>(MAX_LOCAL_CANDIDATES);
      await endpoint.onCandidate((found) => {
        if (found) candidates.add(found);
        else candidates.end();
      });
      const sdpAnswer = await endpoint.processOffer(sdpOffer);
      checkAnswer(sdpOffer, sdpAnswer);
      const session = new Session(endpoint, sdpAnswer, iceUfragOf(sdpOffer), candidates);
      await endpoint.onConnection((connected) => session.#connectionChanged(connected));
      await endpoint.onSilence(() => session.#onSilent?.());
      return session;
    } catch (error) {
      void endpoint.release();
      throw error;
    }
  }

  private constructor(
    endpoint: WebRtcEndpoint,
    sdpAnswer: string,
    iceUfrag: string | undefined,
    candidates: BoundedList<IceCandidate>,
  ) {
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

  /** Makes the peer count as gone when the token ends with which it came. */
  endWith(validity: Validity | undefined): void {
    this.#cancelEnd();
    if (validity && this.#state === 'alive') this.#cancelEnd = validity.onEnd(() => this.#gone());
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
