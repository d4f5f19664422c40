import type { AudioCodecName, EncodedAudioFrame } from '../frames.js';
import type { Backlog } from './Backlog.js';
import { AudioTranscoder } from './codec/AudioTranscoder.js';
import { rtpParameters } from './codec/audioCodecs.js';

/** A shorter silence is filled by the transcoder, after a longer one it begins anew. */
const MAX_GAP_US = 500_000;

export interface TranscoderOptions {
  readonly from: AudioCodecName;
  readonly to: AudioCodecName;
}

/** Makes what a peer or a player gives as sound into what others have negotiated, once for all of them. */
export class LiveTranscoder {
  readonly #transcoder: AudioTranscoder;
  readonly #to: AudioCodecName;
  readonly #waiting: Backlog;
  readonly #onFrame: (frame: EncodedAudioFrame) => void;
  #lastUs: number | undefined;

  /** @param waiting Frames on their way to this transcoder. */
  constructor(
    { from, to }: TranscoderOptions,
    waiting: Backlog,
    onFrame: (frame: EncodedAudioFrame) => void,
  ) {
    const parameters = rtpParameters(from);
    try {
      this.#transcoder = new AudioTranscoder(parameters, to);
    } finally {
      parameters.free();
    }
    this.#to = to;
    this.#waiting = waiting;
    this.#onFrame = onFrame;
  }

  take(frame: EncodedAudioFrame): void {
    this.#waiting.leave();
    const gapUs = frame.timestampUs - (this.#lastUs ?? frame.timestampUs);
    if (gapUs > MAX_GAP_US) this.#transcoder.reset();
    this.#lastUs = frame.timestampUs;
    for (const packet of this.#transcoder.take(frame)) {
      this.#onFrame({ codec: this.#to, ...packet });
    }
  }

  close(): void {
    this.#transcoder.close();
  }
}
