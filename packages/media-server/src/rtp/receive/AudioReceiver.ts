import type { AudioCodecName, EncodedAudioFrame } from '../../frames.js';
import { AUDIO_FORMATS } from '../payload/audio.js';
import type { RtpPacket } from '../packets/rtp.js';
import { MediaReceiver, type ReceiverOptions } from './MediaReceiver.js';

export interface AudioReceiverOptions extends ReceiverOptions {
  readonly codec: AudioCodecName;
}

/** Sound from one sender. Waits 40 ms for packets out of order, then goes on without them. */
export class AudioReceiver extends MediaReceiver<EncodedAudioFrame> {
  readonly codec: AudioCodecName;
  protected override readonly patienceMs = 40;

  constructor({ codec, ...options }: AudioReceiverOptions) {
    super(options, { clockRate: AUDIO_FORMATS[codec].clockRate, capacity: 64 });
    this.codec = codec;
  }

  protected override accept({ payload, timestamp }: RtpPacket): void {
    if (payload.length === 0) return;
    this.deliver(timestamp, (timestampUs) => ({ codec: this.codec, timestampUs, data: payload }));
  }

  // A lost packet is concealed by whoever decodes, and sound has no retransmission here.
  protected override lost(): void {}
  protected override missing(): void {}
}
