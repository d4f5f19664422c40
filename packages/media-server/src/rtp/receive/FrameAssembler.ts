import type { VideoCodecName } from '../../frames.js';
import type { RtpPacket } from '../packets/rtp.js';
import { createDepacketizer, type Depacketizer } from '../payload/payloadFormat.js';

export interface AssembledFrame {
  /** RTP timestamp. */
  readonly timestamp: number;
  readonly key: boolean;
  readonly data: Buffer;
}

/** No frame of a camera comes near; what does is dropped, or a sender without markers would fill memory. */
const MAX_FRAME_PACKETS = 4096;

/**
 * Collects packets (in order) into frames. A frame ends with its marker,
 * or where the timestamp changes when the sender sets none.
 */
export class FrameAssembler {
  readonly #depacketizer: Depacketizer;
  readonly #onFrame: (frame: AssembledFrame) => void;
  #timestamp: number | undefined;
  #packets = 0;

  constructor(codec: VideoCodecName, onFrame: (frame: AssembledFrame) => void) {
    this.#depacketizer = createDepacketizer(codec);
    this.#onFrame = onFrame;
  }

  /** @throws RtpError PAYLOAD_MALFORMED, PAYLOAD_UNSUPPORTED: call {@link reset}, then go on. */
  push(packet: RtpPacket): void {
    if (packet.payload.length === 0) return;
    if (packet.timestamp !== this.#timestamp) this.#finish();
    this.#timestamp = packet.timestamp;
    if (++this.#packets > MAX_FRAME_PACKETS) this.reset();
    this.#depacketizer.push(packet.payload);
    if (packet.marker) this.#finish();
  }

  /** Drops what has been collected of a frame. */
  reset(): void {
    this.#depacketizer.take();
    this.#timestamp = undefined;
    this.#packets = 0;
  }

  #finish(): void {
    const frame = this.#depacketizer.take();
    const timestamp = this.#timestamp;
    this.#timestamp = undefined;
    this.#packets = 0;
    if (frame && timestamp !== undefined) this.#onFrame({ timestamp, ...frame });
  }
}
