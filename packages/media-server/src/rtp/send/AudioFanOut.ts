import type { EncodedAudioFrame } from '../../frames.js';
import { RTP_HEADER_SIZE } from '../packets/rtp.js';
import { OPUS_CLOCK_RATE, opusDuration } from '../payload/opus.js';
import { FanOut, toRtpTicks } from './FanOut.js';
import { Rendition } from './Rendition.js';

/** Packets kept for retransmission. */
const HISTORY = 64;

/** One Opus stream to any number of viewers. */
export class AudioFanOut extends FanOut {
  #last = { ticks: -Infinity, duration: 0 };

  readonly #rendition: Rendition;

  constructor() {
    const rendition = new Rendition(HISTORY);
    super({ codec: 'OPUS', clockRate: OPUS_CLOCK_RATE, rendition });
    this.#rendition = rendition;
  }

  /** A packet for all viewers; without any it costs nothing. */
  send(frame: EncodedAudioFrame): void {
    if (this.size === 0) return;
    const packet = Buffer.concat([Buffer.alloc(RTP_HEADER_SIZE), frame.data]);
    this.broadcast(this.#rendition, [packet], this.#nextTicks(frame) % 2 ** 32, true);
  }

  // An audio packet is a start for anybody.
  protected override joined(): void {}

  /**
   * Receivers hear every sample that timestamps jump by: they follow the lengths of
   * the packets, and the clock only where something was lost or has drifted.
   */
  #nextTicks(frame: EncodedAudioFrame): number {
    const byClock = toRtpTicks(frame.timestampUs, OPUS_CLOCK_RATE);
    const byLength = this.#last.ticks + this.#last.duration;
    const duration = opusDuration(frame.data);
    const inStep = Math.abs(byClock - byLength) <= duration / 2;
    const ticks = inStep ? byLength : Math.max(byClock, this.#last.ticks + 1);
    this.#last = { ticks, duration };
    return ticks;
  }
}
