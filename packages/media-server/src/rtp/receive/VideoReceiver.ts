import type { EncodedVideoFrame, VideoCodecName } from '../../frames.js';
import { RtpError } from '../errors.js';
import { LimitedRequest } from '../LimitedRequest.js';
import type { RtpPacket } from '../packets/rtp.js';
import { fullIntraRequest, nack, pictureLossIndication } from '../packets/rtcpWriter.js';
import { VIDEO_CLOCK_RATE } from '../payload/payloadFormat.js';
import { FrameAssembler, type AssembledFrame } from './FrameAssembler.js';
import { MediaReceiver, type ReceiverOptions } from './MediaReceiver.js';

/** Enough for several retransmissions. */
const PATIENCE_MS = 250;
/** While only a key frame helps: enough for one retransmission, or for packets out of order. */
const SHORT_PATIENCE_MS = 60;

export interface VideoReceiverOptions extends ReceiverOptions {
  readonly codec: VideoCodecName;
  /** The SSRC that our feedback comes from. */
  readonly localSsrc: number;
  /** What the sender understands (a=rtcp-fb of its SDP). */
  readonly feedback: { readonly nack: boolean; readonly pli: boolean; readonly fir: boolean };
  readonly sendRtcp: (packet: Buffer) => void;
}

/**
 * Video from one sender. Asks for lost packets for a while; then drops everything up to the
 * next key frame, and asks for that one. Frames that could not be decoded never come out.
 */
export class VideoReceiver extends MediaReceiver<EncodedVideoFrame> {
  readonly codec: VideoCodecName;
  readonly #options: VideoReceiverOptions;
  readonly #assembler: FrameAssembler;
  readonly #keyFrameRequest = new LimitedRequest(() => this.#askForKeyFrame());
  #waitsForKeyFrame = true;

  constructor(options: VideoReceiverOptions) {
    super(options, { clockRate: VIDEO_CLOCK_RATE, capacity: 512 });
    this.#options = options;
    this.codec = options.codec;
    this.#assembler = new FrameAssembler(options.codec, (frame) => this.#assembled(frame));
  }

  /** Asks the sender for a key frame, at most once in 300 ms; a later request is kept till then. */
  requestKeyFrame(): void {
    this.#keyFrameRequest.request();
  }

  override close(): void {
    super.close();
    this.#keyFrameRequest.close();
  }

  protected override get patienceMs(): number {
    return this.#waitsForKeyFrame ? SHORT_PATIENCE_MS : PATIENCE_MS;
  }

  protected override accept(packet: RtpPacket): void {
    try {
      this.#assembler.push(packet);
    } catch (error) {
      if (!(error instanceof RtpError)) throw error;
      this.lost();
    }
  }

  protected override lost(): void {
    this.#assembler.reset();
    this.#waitsForKeyFrame = true;
    this.requestKeyFrame();
  }

  protected override missing(sequences: readonly number[]): void {
    if (!this.#options.feedback.nack || this.ssrc === undefined) return;
    this.nackCount++;
    this.#options.sendRtcp(nack(this.#options.localSsrc, this.ssrc, sequences));
  }

  #assembled({ timestamp, key, data }: AssembledFrame): void {
    if (this.#waitsForKeyFrame && !key) return this.requestKeyFrame();
    if (key) this.#keyFrameRequest.fulfilled();
    this.#waitsForKeyFrame = false;
    this.deliver(timestamp, (timestampUs) => ({ codec: this.codec, key, timestampUs, data }));
  }

  #askForKeyFrame(): void {
    const { localSsrc, feedback, sendRtcp } = this.#options;
    if (this.ssrc === undefined) return;
    if (feedback.pli) {
      sendRtcp(pictureLossIndication(localSsrc, this.ssrc));
      this.pliCount++;
    } else if (feedback.fir) {
      sendRtcp(fullIntraRequest(localSsrc, this.ssrc, ++this.firCount));
    }
  }
}
