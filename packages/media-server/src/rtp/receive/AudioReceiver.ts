import type { EncodedAudioFrame } from '../../frames.js';
import { OPUS_CLOCK_RATE } from '../payload/opus.js';
import type { RtpPacket } from '../packets/rtp.js';
import { MediaReceiver, type ReceiverOptions } from './MediaReceiver.js';

/** Opus from one sender. Waits 40 ms for packets out of order, then goes on without them. */
export class AudioReceiver extends MediaReceiver<EncodedAudioFrame> {
  readonly codec = 'OPUS';
  protected override readonly patienceMs = 40;

  constructor(options: ReceiverOptions) {
    super(options, { clockRate: OPUS_CLOCK_RATE, capacity: 64 });
  }

  protected override accept({ payload, timestamp }: RtpPacket): void {
    if (payload.length === 0) return;
    this.deliver(timestamp, (timestampUs) => ({ codec: 'OPUS', timestampUs, data: payload }));
  }

  // A lost packet is concealed by whoever decodes, and Opus has no retransmission here.
  protected override lost(): void {}
  protected override missing(): void {}
}
