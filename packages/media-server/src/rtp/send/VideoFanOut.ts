import type { EncodedVideoFrame, VideoCodecName } from '../../frames.js';
import { LimitedRequest } from '../LimitedRequest.js';
import type { RtcpPacket } from '../packets/rtcp.js';
import { packetize, VIDEO_CLOCK_RATE } from '../payload/payloadFormat.js';
import { FanOut, toRtpTicks } from './FanOut.js';
import type { Viewer } from './Viewer.js';

export interface VideoFanOutOptions {
  readonly codec: VideoCodecName;
  /** Asks the source for a key frame; at most one call in 300 ms for all viewers together. */
  readonly onKeyFrameRequest: () => void;
}

/** One video stream to any number of viewers, each of which starts at a key frame. */
export class VideoFanOut extends FanOut {
  readonly #codec: VideoCodecName;
  readonly #keyFrameRequest: LimitedRequest;
  #lastTicks = 0;

  constructor({ codec, onKeyFrameRequest }: VideoFanOutOptions) {
    super({ codec, clockRate: VIDEO_CLOCK_RATE, history: 1024 });
    this.#codec = codec;
    this.#keyFrameRequest = new LimitedRequest(onKeyFrameRequest);
  }

  /** A frame for all viewers; without any it costs nothing. */
  send(frame: EncodedVideoFrame): void {
    const packets = this.size > 0 ? packetize(this.#codec, frame.data) : [];
    if (packets.length === 0) return;
    if (frame.key) this.#keyFrameRequest.fulfilled();
    this.#lastTicks = Math.max(
      toRtpTicks(frame.timestampUs, VIDEO_CLOCK_RATE),
      this.#lastTicks + 1,
    );
    packets.forEach((packet, index) => (packet[1] = index === packets.length - 1 ? 0x80 : 0));
    const waiting = this.broadcast(packets, this.#lastTicks % 2 ** 32, frame.key);
    // The request made when they joined may have been lost on its way to the source.
    if (waiting) this.#keyFrameRequest.request();
  }

  /** The source was exchanged for another: nothing more is sent before its first key frame. */
  sourceChanged(): void {
    this.stopAll();
    if (this.size > 0) this.#keyFrameRequest.request();
  }

  override close(): void {
    super.close();
    this.#keyFrameRequest.close();
  }

  protected override joined(): void {
    this.#keyFrameRequest.request();
  }

  protected override feedback(viewer: Viewer, packet: RtcpPacket): void {
    super.feedback(viewer, packet);
    const wanted = packet.type === 'PLI' || packet.type === 'FIR';
    // A viewer that keeps asking would make the picture worse for all the others.
    if (!wanted || viewer.askedForKeyFrame) return;
    viewer.askedForKeyFrame = true;
    this.#keyFrameRequest.request();
  }
}
