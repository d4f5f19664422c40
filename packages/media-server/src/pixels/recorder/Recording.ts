import { isVideo } from '../../frames.js';
import type { Container, EncodedAudioFrame, EncodedVideoFrame } from '../../frames.js';
import type { Backlog } from '../Backlog.js';
import { Muxer } from '../codec/Muxer.js';
import { VideoDecoder } from '../codec/VideoDecoder.js';
import { PixelError } from '../errors.js';
import { RecordingClock } from './RecordingClock.js';

type Frame = EncodedVideoFrame | EncodedAudioFrame;

export interface RecordingOptions {
  /** Absolute; an existing file is overwritten. */
  readonly path: string;
  readonly container: Container;
  /** What should be in the file; what has not come within 2 s of the first frame is left out. */
  readonly video: boolean;
  readonly audio: boolean;
}

/** A file knows its tracks from its first byte on: so long one waits for the other. */
const MAX_WAIT_US = 2_000_000;

/**
 * Writes one stream of pictures and one of sound into a file. Pictures begin with a key frame, at
 * the beginning and after each pause, for which {@link FrameInput} cares; sound waits for them.
 */
export class Recording {
  readonly #options: RecordingOptions;
  readonly #waiting: Backlog;
  readonly #onFailure: (error: unknown) => void;
  readonly #clock = new RecordingClock();
  /** Frames before the file was begun. */
  #early: Frame[] = [];
  #muxer: Promise<Muxer> | undefined;
  #hasVideo = false;
  /** Everything that was asked for so far. */
  #work: Promise<void> = Promise.resolve();
  #failed = false;

  /** @param waiting Frames on their way to this recording; each stays counted until it is written. */
  constructor(options: RecordingOptions, waiting: Backlog, onFailure: (error: unknown) => void) {
    this.#options = options;
    this.#waiting = waiting;
    this.#onFailure = onFailure;
  }

  write(frame: Frame): void {
    if (this.#muxer !== undefined) {
      this.#append(frame);
      return;
    }
    this.#early.push(frame);
    if (this.#isComplete(frame)) this.#begin();
  }

  /** What comes next continues the file where it is now. */
  pause(): void {
    if (this.#muxer === undefined && this.#early.length > 0) this.#begin();
    this.#clock.pause();
  }

  /** Resolves when the file is complete, or as complete as it gets. */
  async close(): Promise<void> {
    if (this.#muxer === undefined && this.#early.length > 0) this.#begin();
    await this.#work;
    await this.#muxer?.then((muxer) => muxer.close()).catch((error: unknown) => this.#fail(error));
  }

  /** Whether every expected track has a frame, or has been waited for long enough. */
  #isComplete({ timestampUs }: Frame): boolean {
    const { video, audio } = this.#options;
    const waitedUs = timestampUs - (this.#early[0]?.timestampUs ?? timestampUs);
    if (waitedUs > MAX_WAIT_US) return true;
    return (!video || this.#early.some(isVideo)) && (!audio || this.#early.some(isAudio));
  }

  #begin(): void {
    const early = this.#early;
    this.#early = [];
    const first = early.find(isVideo);
    this.#hasVideo = first !== undefined;
    this.#muxer = this.#open(first, early.some(isAudio));
    void this.#enqueue(async () => void (await this.#muxer));
    for (const frame of early) this.#append(frame);
  }

  async #open(first: EncodedVideoFrame | undefined, hasAudio: boolean): Promise<Muxer> {
    const { path, container } = this.#options;
    const video = first && { first, ...sizeOf(first) };
    return Muxer.open(path, { container, hasAudio, ...(video && { video }) });
  }

  #append(frame: Frame): void {
    if (!this.#clock.isRunning && (isVideo(frame) || !this.#hasVideo)) {
      this.#clock.start(frame.timestampUs);
    }
    const placeUs = this.#clock.place(frame.timestampUs);
    const { data } = frame;
    const [kind, key] = isVideo(frame)
      ? (['video', frame.key] as const)
      : (['audio', true] as const);
    const written = this.#enqueue(async () => {
      if (placeUs !== undefined) await (await this.#muxer)?.write({ kind, data, key, placeUs });
    });
    void written.finally(() => this.#waiting.leave());
  }

  /** One after the other; after a failure nothing is written any more. */
  #enqueue(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work
      .then(() => (this.#failed ? undefined : work()))
      .catch((error: unknown) => this.#fail(error));
    return this.#work;
  }

  #fail(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#onFailure(error);
  }
}

function isAudio(frame: Frame): frame is EncodedAudioFrame {
  return !isVideo(frame);
}

/** Pixels. */
function sizeOf(keyFrame: EncodedVideoFrame): { width: number; height: number } {
  const decoder = VideoDecoder.live(keyFrame.codec);
  try {
    const [picture] = decoder.decode(keyFrame);
    if (picture === undefined) throw new PixelError('BAD_DATA', 'The first picture has no size');
    const { width, height } = picture;
    picture.close();
    return { width, height };
  } finally {
    decoder.close();
  }
}
