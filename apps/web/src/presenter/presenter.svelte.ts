import type { ApiClient } from '../api/client.js';
import { StopMutation, type Broadcast } from '../api/operations/broadcasts.js';
import { PublishMutation, type PublishedSession } from '../api/operations/sessions.js';
import { pause, retryDelay } from '../api/pause.js';
import { codeOf } from '../ui/problems.js';
import { MediaSession } from '../webrtc/mediaSession.js';
import type { StreamStats } from '../webrtc/streamStats.js';
import { forgetResumeSecret, keepResumeSecret, loadResumeSecret } from './resumeSecret.js';

/** After these it makes sense to publish again without asking the user. */
const PASSING_CODES = new Set([
  'SERVER_UNREACHABLE',
  'MEDIA_UNREACHABLE',
  'MEDIA_SERVER_UNAVAILABLE',
  'RATE_LIMITED',
]);

/**
 * - `off`: this page publishes nothing.
 * - `starting`: the first negotiation is under way.
 * - `presenting`: the camera goes out and the processed stream comes back.
 * - `returning`: the connection broke off and is being renewed.
 */
export type PresenterStatus = 'off' | 'starting' | 'presenting' | 'returning';

/** Publishes a camera into a broadcast, keeps it there, and takes it back after a reload. */
export class Presenter {
  readonly #client: ApiClient;
  readonly #broadcastId: string;
  #status = $state<PresenterStatus>('off');
  #mirror = $state.raw<MediaStream>();
  #error = $state.raw<unknown>();
  #camera: MediaStream | undefined;
  #session = $state.raw<MediaSession<PublishedSession>>();
  #run: AbortController | undefined;
  #failures = 0;
  #waiting: AbortController | undefined;

  constructor(client: ApiClient, broadcastId: string) {
    this.#client = client;
    this.#broadcastId = broadcastId;
  }

  get status(): PresenterStatus {
    return this.#status;
  }

  /** The processed stream as the viewers see it. */
  get mirror(): MediaStream | undefined {
    return this.#mirror;
  }

  /** The video that went out in the last second. */
  get sent(): StreamStats | undefined {
    return this.#session?.monitor.sent;
  }

  /** The video that came back in the last second. */
  get received(): StreamStats | undefined {
    return this.#session?.monitor.received;
  }

  /** Why publishing ended or is interrupted; undefined while all is well. */
  get error(): unknown {
    return this.#error;
  }

  /** This tab presented here before and may take its broadcast back. */
  get canResume(): boolean {
    return loadResumeSecret(this.#broadcastId) !== undefined;
  }

  /** Publishes the camera until {@link stop} or {@link leave}; a broken connection is renewed. */
  goLive(camera: MediaStream): void {
    if (this.#run) return;
    this.#camera = camera;
    // At once, not when the lock is there: the page closes a camera that nobody uses.
    this.#status = 'starting';
    this.#error = undefined;
    this.#run = new AbortController();
    void this.#publishAlone(this.#run.signal);
  }

  /** Something has happened: looks whether the session still stands; if publishing again is awaited, does it at once. */
  hurry(): void {
    void this.#session?.endIfForgotten();
    this.#failures = 0;
    this.#waiting?.abort();
  }

  /** Sends another camera, screen or microphone from now on; viewers stay connected. */
  async changeCamera(camera: MediaStream): Promise<void> {
    if (camera === this.#camera) return;
    this.#camera = camera;
    await this.#session?.replaceTracks(camera);
  }

  /** Ends the broadcast for everybody, whoever gives the picture. */
  async stop(): Promise<Broadcast> {
    const { stop } = await this.#client.request(StopMutation, { broadcastId: this.#broadcastId });
    this.dropOut();
    return stop;
  }

  /** Stops publishing because the broadcast has been ended elsewhere. */
  dropOut(): void {
    forgetResumeSecret(this.#broadcastId);
    this.#session?.close();
    this.#end();
  }

  /** Goes away but may come back in this tab: the secret is kept. */
  leave(): void {
    this.#end();
  }

  #end(): void {
    this.#run?.abort();
    this.#run = undefined;
    this.#status = 'off';
    this.#mirror = undefined;
    this.#session = undefined;
    this.#error = undefined;
  }

  /** A duplicated tab has a copy of the secret: both would take the broadcast from each other for ever. */
  async #publishAlone(signal: AbortSignal): Promise<void> {
    const name = `crowdlens.presenter.${this.#broadcastId}`;
    await navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (!lock) forgetResumeSecret(this.#broadcastId);
      return this.#publish(signal);
    });
  }

  async #publish(signal: AbortSignal): Promise<void> {
    this.#failures = 0;
    while (!signal.aborted) {
      try {
        await this.#publishOnce(signal);
        this.#failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        if (this.#status === 'starting' || !PASSING_CODES.has(codeOf(error) ?? '')) {
          this.#end();
          this.#error = error;
          return;
        }
        this.#error = error;
      }
      if (signal.aborted) return;
      this.#status = 'returning';
      this.#failures += 1;
      this.#waiting = new AbortController();
      const delay = retryDelay(this.#failures);
      await pause(delay, AbortSignal.any([signal, this.#waiting.signal]));
    }
  }

  /** One session, from its beginning to its end. */
  async #publishOnce(signal: AbortSignal): Promise<void> {
    const session = await MediaSession.open({
      client: this.#client,
      localStream: this.#camera,
      signal,
      negotiate: (sdpOffer) => this.#negotiate(sdpOffer),
    });
    this.#session = session;
    this.#mirror = session.remoteStream;
    this.#status = 'presenting';
    this.#error = undefined;
    await session.ended;
    // No word to the server: the next publish takes the place of this session.
    session.close();
  }

  async #negotiate(sdpOffer: string): Promise<PublishedSession> {
    const input = {
      broadcastId: this.#broadcastId,
      sdpOffer,
      resume: loadResumeSecret(this.#broadcastId) ?? null,
    };
    const { publish } = await this.#client.request(PublishMutation, { input });
    if (publish.resumeSecret !== null) keepResumeSecret(this.#broadcastId, publish.resumeSecret);
    return publish;
  }
}
