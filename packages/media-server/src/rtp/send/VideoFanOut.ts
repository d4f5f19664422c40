import type { EncodedVideoFrame, VideoCodecName } from '../../frames.js';
import { LimitedRequest } from '../LimitedRequest.js';
import type { RtcpPacket } from '../packets/rtcp.js';
import { OutgoingPacket } from '../packets/OutgoingPacket.js';
import { packetize, VIDEO_CLOCK_RATE } from '../payload/payloadFormat.js';
import { FanOut, toRtpTicks } from './FanOut.js';
import { QualityControl } from './QualityControl.js';
import { VideoLadder, type Rung, type VideoSource } from './VideoLadder.js';
import type { Viewer } from './Viewer.js';

/** Viewers who go up share key frames, which cost all others: one in this time. */
const CLIMB_INTERVAL_MS = 3000;
/** Less is what there was of it long ago. */
const NOTICED_LOSS = 0.005;
/** A viewer that has lost a packet is likely to lose more for so long. */
const LOSING_MS = 10_000;
/** A second that ends so late says more of this process than of the viewers' paths. */
const LATE_MS = 100;
/** Small pictures are made for this long after the last viewer left them, since it often comes back. */
const SMALL_LINGER_MS = 10_000;

export interface VideoFanOutOptions {
  readonly codec: VideoCodecName;
  /** Asks a source for a key frame; at most one call in 300 ms for all viewers together. */
  readonly onKeyFrameRequest: (source: VideoSource) => void;
  /** Somebody needs small pictures, or nobody any longer; without it there are none. */
  readonly onSmallNeeded?: ((isNeeded: boolean) => void) | undefined;
}

/** What a viewer should get, and what that follows from. */
interface Choice {
  readonly quality: QualityControl;
  estimate: number | undefined;
  wanted: Rung;
  /** When it last lost a packet. */
  lostMs: number;
}

/**
 * One video stream to any number of viewers, each of which starts at a key frame and gets as much
 * of it as its path takes.
 */
export class VideoFanOut extends FanOut {
  readonly #options: VideoFanOutOptions;
  readonly #ladder: VideoLadder;
  readonly #choices = new WeakMap<Viewer, Choice>();
  readonly #keyFrameRequests: Readonly<Record<VideoSource, LimitedRequest>>;
  readonly #climb: LimitedRequest;
  readonly #lastTicks = { main: 0, small: 0 };
  #smallNeededMs = Number.NEGATIVE_INFINITY;
  #isSmallNeeded = false;

  constructor(options: VideoFanOutOptions) {
    const ladder = new VideoLadder(options.onSmallNeeded !== undefined);
    const { rendition } = ladder.best;
    super({ codec: options.codec, clockRate: VIDEO_CLOCK_RATE, rendition });
    this.#options = options;
    this.#ladder = ladder;
    this.#keyFrameRequests = {
      main: new LimitedRequest(() => options.onKeyFrameRequest('main')),
      small: new LimitedRequest(() => options.onKeyFrameRequest('small')),
    };
    this.#climb = new LimitedRequest(
      () => this.#keyFrameRequests.main.request(),
      CLIMB_INTERVAL_MS,
    );
  }

  /** A frame for all viewers; without any it costs nothing. */
  send(frame: EncodedVideoFrame, source: VideoSource = 'main'): void {
    const payloads = this.size > 0 ? packetize(this.#options.codec, frame.data) : [];
    if (payloads.length === 0) return;
    const packets = payloads.map(
      (storage, index) => new OutgoingPacket(storage, index === payloads.length - 1),
    );
    if (frame.key) this.#fulfilled(source);
    const timestamp = this.#timestamp(frame, source);
    for (const viewer of this.viewers.values()) this.#move(viewer, source, frame.key, timestamp);
    for (const { rendition } of this.#ladder.rungsOf(source, frame)) {
      if (frame.key) rendition.beginAnew();
      const waiting = this.broadcast(rendition, packets, timestamp, frame.key);
      // The request made when they joined may have been lost on its way to the source.
      if (waiting) this.#keyFrameRequests[source].request();
    }
  }

  /** A source was exchanged for another: nothing more of it is sent before its first key frame. */
  sourceChanged(source: VideoSource = 'main'): void {
    this.#ladder.sourceChanged(source);
    let isWatched = false;
    for (const viewer of this.viewers.values()) {
      if (this.#rungOf(viewer).source !== source) continue;
      viewer.stop();
      isWatched = true;
    }
    if (isWatched) this.#keyFrameRequests[source].request();
  }

  override close(): void {
    super.close();
    this.#climb.close();
    for (const request of Object.values(this.#keyFrameRequests)) request.close();
  }

  protected override joined(): void {
    this.#keyFrameRequests.main.request();
  }

  protected override everySecond(lateMs: number): void {
    const isLate = lateMs > LATE_MS;
    const rates = this.#ladder.rates();
    let isSmallWanted = false;
    for (const viewer of this.viewers.values()) {
      const { source } = this.#choose(viewer, rates, isLate);
      isSmallWanted ||= source === 'small' || this.#rungOf(viewer).source === 'small';
    }
    this.#provideSmall(isSmallWanted);
  }

  protected override feedback(viewer: Viewer, packet: RtcpPacket): void {
    super.feedback(viewer, packet);
    if (packet.type === 'REMB') this.#choiceOf(viewer).estimate = packet.bitsPerSecond;
    const wanted = packet.type === 'PLI' || packet.type === 'FIR';
    // A viewer that keeps asking would make the picture worse for all the others.
    if (!wanted || viewer.askedForKeyFrame) return;
    viewer.askedForKeyFrame = true;
    this.#keyFrameRequests[this.#rungOf(viewer).source].request();
  }

  #fulfilled(source: VideoSource): void {
    this.#keyFrameRequests[source].fulfilled();
    if (source === 'main') this.#climb.fulfilled();
  }

  #timestamp({ timestampUs }: EncodedVideoFrame, source: VideoSource): number {
    const ticks = toRtpTicks(timestampUs, VIDEO_CLOCK_RATE);
    this.#lastTicks[source] = Math.max(ticks, this.#lastTicks[source] + 1);
    return this.#lastTicks[source] % 2 ** 32;
  }

  /** Decides what a viewer should get, and asks for what it needs to get there. */
  #choose(viewer: Viewer, rates: readonly (number | undefined)[], isLate: boolean): Rung {
    const choice = this.#choiceOf(viewer);
    const { estimate } = choice;
    const loss = viewer.loss.take();
    const nowMs = performance.now();
    if (loss > NOTICED_LOSS) choice.lostMs = nowMs;
    viewer.isLosing = nowMs - choice.lostMs < LOSING_MS;
    const feedback = { loss, delayMs: viewer.delay.take(), estimate };
    if (!viewer.started || isLate) return choice.wanted;
    const level = choice.quality.update(rates, feedback, nowMs);
    const wanted = this.#ladder.rungs[level]!;
    if (wanted !== choice.wanted) viewer.loss.reset();
    choice.wanted = wanted;
    const { source } = choice.wanted;
    if (source !== this.#rungOf(viewer).source) {
      if (source === 'main') this.#climb.request();
      else this.#keyFrameRequests.small.request();
    }
    return choice.wanted;
  }

  /**
   * Before the next frame of a source: brings a viewer to what it should get. Another source is
   * begun with a key frame; until that comes, one who should get less gets half the frames.
   */
  #move(viewer: Viewer, source: VideoSource, isKey: boolean, timestamp: number): void {
    const { wanted } = this.#choiceOf(viewer);
    const present = this.#rungOf(viewer);
    if (present === wanted) return;
    const isReachable = wanted.source === source && (present.source === source || isKey);
    const isTooMuch = wanted.source === 'small' && present.source === source;
    const next = isReachable ? wanted : isTooMuch ? this.#ladder.halfRate(source) : undefined;
    if (!next || next === present) return;
    const { started } = viewer;
    viewer.moveTo(next.rendition, { isOfSameSource: next.source === present.source });
    if (started) viewer.start(timestamp);
  }

  #provideSmall(isWanted: boolean): void {
    const nowMs = performance.now();
    if (isWanted) this.#smallNeededMs = nowMs;
    const isNeeded = nowMs - this.#smallNeededMs < SMALL_LINGER_MS;
    if (isNeeded === this.#isSmallNeeded) return;
    this.#isSmallNeeded = isNeeded;
    this.#options.onSmallNeeded?.(isNeeded);
  }

  #rungOf({ rendition }: Viewer): Rung {
    return this.#ladder.rungOf(rendition);
  }

  #choiceOf(viewer: Viewer): Choice {
    const known = this.#choices.get(viewer);
    if (known) return known;
    const choice = {
      quality: new QualityControl(),
      estimate: undefined,
      wanted: this.#ladder.best,
      lostMs: Number.NEGATIVE_INFINITY,
    };
    this.#choices.set(viewer, choice);
    return choice;
  }
}
