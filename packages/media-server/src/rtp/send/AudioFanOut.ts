import type { AudioCodecName, EncodedAudioFrame } from '../../frames.js';
import { OutgoingPacket, PAYLOAD_OFFSET } from '../packets/OutgoingPacket.js';
import { AUDIO_FORMATS, type AudioFormat } from '../payload/audio.js';
import { FanOut, toRtpTicks } from './FanOut.js';
import { Rendition } from './Rendition.js';

/** Packets kept for retransmission. */
const HISTORY = 64;

/** One stream of sound to any number of viewers. */
export class AudioFanOut extends FanOut {
  readonly #format: AudioFormat;
  readonly #rendition: Rendition;
  #last = { ticks: -Infinity, duration: 0 };

  constructor(codec: AudioCodecName) {
    const rendition = new Rendition(HISTORY);
    const format = AUDIO_FORMATS[codec];
    super({ codec, clockRate: format.clockRate, rendition });
    this.#format = format;
    this.#rendition = rendition;
  }

  /** A packet for all viewers; without any it costs nothing. */
  send(frame: EncodedAudioFrame): void {
    if (this.size === 0) return;
    const storage = Buffer.concat([Buffer.alloc(PAYLOAD_OFFSET), frame.data]);
    const packet = new OutgoingPacket(storage, false);
    this.broadcast(this.#rendition, [packet], this.#nextTicks(frame) % 2 ** 32, true);
  }

  // An audio packet is a start for anybody.
  protected override joined(): void {}

  /**
   * Receivers hear every sample that timestamps jump by: they follow the lengths of
   * the packets, and the clock only where something was lost or has drifted.
   */
  #nextTicks(frame: EncodedAudioFrame): number {
    const { clockRate } = this.#format;
    const byClock = toRtpTicks(frame.timestampUs, clockRate);
    const byLength = this.#last.ticks + this.#last.duration;
    const duration = this.#format.duration(frame.data);
    const inStep = Math.abs(byClock - byLength) <= duration / 2;
    const ticks = inStep ? byLength : Math.max(byClock, this.#last.ticks + 1);
    this.#last = { ticks, duration };
    return ticks;
  }
}
