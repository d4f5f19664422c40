import type { ApiClient } from '../api/client.js';
import { ApiError } from '../api/errors.js';
import {
  AddIceCandidateMutation,
  IceCandidateSubscription,
  LeaveMutation,
} from '../api/operations/sessions.js';
import { codeOf } from '../ui/problems.js';
import { loadIceServers } from './iceServers.js';
import { LinkMonitor } from './linkMonitor.svelte.js';
import { Peer } from './peer.js';

/** What the server answers to an offer. */
export interface Negotiated {
  id: string;
  sdpAnswer: string;
}

/** How a session is opened. */
export interface MediaSessionOptions<Answer extends Negotiated> {
  client: ApiClient;
  /** What we send; without it the session only receives. */
  localStream?: MediaStream | undefined;
  /** Aborting it leaves the session, whether it is open or still being opened. */
  signal: AbortSignal;
  /** Hands the offer to the server: `publish` or `watch`. */
  negotiate: (sdpOffer: string) => Promise<Answer>;
  /** Told what will come from the server, before the connection stands: so a video is ready for its first picture. */
  onRemoteStream?: (stream: MediaStream) => void;
}

/**
 * A presenter's or viewer's session: a {@link Peer} with its signalling, ICE candidates trickling
 * both ways. Leaves when the page goes away.
 */
export class MediaSession<Answer extends Negotiated = Negotiated> {
  /** What the server answered. */
  readonly answer: Answer;
  /** How its video flows. */
  readonly monitor: LinkMonitor;
  readonly #client: ApiClient;
  readonly #peer: Peer;
  readonly #signal: AbortSignal;
  readonly #stopCandidates: () => void;
  #closed = false;

  /** @throws ApiError when the server refuses, media cannot flow, or it is aborted. */
  static async open<Answer extends Negotiated>(
    options: MediaSessionOptions<Answer>,
  ): Promise<MediaSession<Answer>> {
    const { client, localStream, signal, negotiate, onRemoteStream } = options;
    const outbox = new CandidateOutbox(client);
    const peer = await Peer.open({
      localStream,
      iceServers: loadIceServers(client, location.search),
      onCandidate: (candidate) => outbox.add(candidate),
    });
    let session: MediaSession<Answer> | undefined;
    try {
      const answer = await negotiate(await peer.createOffer());
      session = new MediaSession(client, peer, signal, answer);
      outbox.open(answer.id);
      await peer.acceptAnswer(answer.sdpAnswer);
      if (signal.aborted) session.leave();
      else onRemoteStream?.(peer.remoteStream);
      await peer.connected;
      signal.throwIfAborted();
      return session;
    } catch (error) {
      if (session) session.leave();
      else peer.close();
      throw error instanceof ApiError ? error : unreachable(error);
    }
  }

  private constructor(client: ApiClient, peer: Peer, signal: AbortSignal, answer: Answer) {
    this.#client = client;
    this.#peer = peer;
    this.#signal = signal;
    this.answer = answer;
    this.monitor = new LinkMonitor(peer.connection, () => void this.endIfForgotten());
    this.#stopCandidates = client.subscribe(
      IceCandidateSubscription,
      () => ({ sessionId: answer.id }),
      { next: ({ iceCandidate }) => peer.addRemoteCandidate(iceCandidate) },
    );
    signal.addEventListener('abort', this.leave);
    window.addEventListener('pagehide', this.leave);
  }

  /** The stream as the server sends it: processed. */
  get remoteStream(): MediaStream {
    return this.#peer.remoteStream;
  }

  /** Fulfilled when the session is over, for whatever reason. */
  get ended(): Promise<void> {
    return this.#peer.ended;
  }

  replaceTracks(stream: MediaStream): Promise<void> {
    return this.#peer.replaceTracks(stream);
  }

  /**
   * When no video comes, the presenter may be away, or the media server with our session may be gone. The
   * browser would take ten seconds to notice the second; the server knows. (It ignores the empty candidate.)
   */
  async endIfForgotten(): Promise<void> {
    const input = { sessionId: this.answer.id, candidate: '' };
    try {
      await this.#client.request(AddIceCandidateMutation, { input });
    } catch (error) {
      if (codeOf(error) === 'SESSION_NOT_FOUND') this.close();
    }
  }

  /** Tells the server that we go, and closes. */
  leave = (): void => {
    if (this.#closed) return;
    this.#client.sendLast(LeaveMutation, { sessionId: this.answer.id });
    this.close();
  };

  /** Closes without a word to the server, for when the server knows. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#signal.removeEventListener('abort', this.leave);
    window.removeEventListener('pagehide', this.leave);
    this.#stopCandidates();
    this.monitor.close();
    this.#peer.close();
  }
}

/** Local candidates wait here until the session has an id; the browser finds a few dozen at most. */
class CandidateOutbox {
  readonly #client: ApiClient;
  #waiting: RTCIceCandidate[] = [];
  #sessionId: string | undefined;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  add(candidate: RTCIceCandidate): void {
    if (this.#sessionId === undefined) this.#waiting.push(candidate);
    else this.#send(this.#sessionId, candidate);
  }

  open(sessionId: string): void {
    this.#sessionId = sessionId;
    for (const candidate of this.#waiting) this.#send(sessionId, candidate);
    this.#waiting = [];
  }

  #send(sessionId: string, { candidate, sdpMid, sdpMLineIndex }: RTCIceCandidate): void {
    // One lost candidate is no reason to end the session: another pair may connect.
    void this.#client
      .request(AddIceCandidateMutation, {
        input: { sessionId, candidate, sdpMid, sdpMLineIndex },
      })
      .catch(() => undefined);
  }
}

function unreachable(cause: unknown): ApiError {
  return new ApiError('MEDIA_UNREACHABLE', 'The video connection could not be made.', { cause });
}
