import type { MediaElement } from './MediaElement.js';
import type { MediaPipeline } from './MediaPipeline.js';
import type { RtpEndpoint } from './RtpEndpoint.js';
import type { WebRtcEndpoint } from './WebRtcEndpoint.js';

/** Carries a stream from a pipeline of one media server into a pipeline of another. */
export class Joint {
  /** In the first pipeline: what is connected to it is carried over. */
  readonly entry: MediaElement;
  /** In the second pipeline: gives what was carried over. */
  readonly exit: MediaElement;

  /**
   * Two of Crowdlens' own servers meet by WebRTC, which repairs and adapts. With an original Kurento it is
   * encrypted RTP: its WebRTC endpoints do not come to terms with each other's bandwidth estimation.
   *
   * @param onGone - called when one side finds the other gone
   * @throws KurentoError, MediaServerUnavailableError
   */
  static async create(from: MediaPipeline, to: MediaPipeline, onGone: () => void): Promise<Joint> {
    return from.isOurs && to.isOurs ? joinByWebRtc(from, to, onGone) : joinByRtp(from, to);
  }

  /** Goes on with one that somebody has made before. Throws as {@link create}. */
  static async find(
    from: MediaPipeline,
    to: MediaPipeline,
    { entry, exit }: { readonly entry: string; readonly exit: string },
    onGone: () => void,
  ): Promise<Joint> {
    if (!from.isOurs || !to.isOurs) {
      return new Joint(await from.element(entry), await to.element(exit));
    }
    const joint = { entry: await from.webRtcEndpoint(entry), exit: await to.webRtcEndpoint(exit) };
    await watch(joint.entry, joint.exit, onGone);
    await watch(joint.exit, joint.entry, onGone);
    return new Joint(joint.entry, joint.exit);
  }

  constructor(entry: MediaElement, exit: MediaElement) {
    this.entry = entry;
    this.exit = exit;
  }

  release(): void {
    void this.entry.release();
    void this.exit.release();
  }
}

async function joinByWebRtc(
  from: MediaPipeline,
  to: MediaPipeline,
  onGone: () => void,
): Promise<Joint> {
  const entry = await from.createWebRtcEndpoint();
  const exit = await orRelease(entry, to.createWebRtcEndpoint());
  const joint = new Joint(entry, exit);
  try {
    await watch(entry, exit, onGone);
    await watch(exit, entry, onGone);
    await negotiate(entry, exit);
    await entry.gatherCandidates();
    await exit.gatherCandidates();
    return joint;
  } catch (error) {
    joint.release();
    throw error;
  }
}

async function joinByRtp(from: MediaPipeline, to: MediaPipeline): Promise<Joint> {
  const entry = await from.createRtpEndpoint();
  const exit = await orRelease(entry, to.createRtpEndpoint());
  const joint = new Joint(entry, exit);
  try {
    await negotiate(entry, exit);
    return joint;
  } catch (error) {
    joint.release();
    throw error;
  }
}

type Negotiator = WebRtcEndpoint | RtpEndpoint;

async function negotiate(offerer: Negotiator, answerer: Negotiator): Promise<void> {
  const offer = await offerer.generateOffer();
  await offerer.processAnswer(await answerer.processOffer(offer));
}

async function watch(from: WebRtcEndpoint, to: WebRtcEndpoint, onGone: () => void): Promise<void> {
  await from.onCandidate((found) => {
    // When it fails, another candidate may do; when none does, the connection is reported.
    if (found) to.addIceCandidate(found).catch(() => undefined);
  });
  await from.onConnection((connected) => {
    if (!connected) onGone();
  });
}

async function orRelease<T>(made: MediaElement, next: Promise<T>): Promise<T> {
  try {
    return await next;
  } catch (error) {
    void made.release();
    throw error;
  }
}
