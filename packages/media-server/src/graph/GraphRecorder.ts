import type { Recorder, RecorderEvents } from '../elements/media.js';
import type { RecordedTracks } from '../elements/RecorderEndpoint.js';
import { isVideo } from '../frames.js';
import type { EncodedAudioFrame, EncodedVideoFrame, VideoCodecName } from '../frames.js';
import type { RecordingOptions } from '../pixels/recorder/Recording.js';
import type { PixelGraph } from '../pixels/types.js';
import { KurentoError } from '../protocol/errors.js';
import type { RecorderPart } from './parts.js';

/** What a container holds as it comes, best first. */
const CODECS: Readonly<Record<RecordingOptions['container'], readonly VideoCodecName[]>> = {
  WEBM: ['VP8'],
  MKV: ['VP8', 'H264'],
  MP4: ['H264'],
};

/** Whoever jumps into a file sees nothing before the next key frame, and encoders make none by themselves. */
const KEY_FRAME_INTERVAL_US = 4_000_000;

/** What is being written now, by absolute path: two recorders would spoil each other's file. */
const filesInUse = new Set<string>();

/** A recording that the pipeline's worker writes, under its endpoint's id. */
export class GraphRecorder implements Recorder {
  readonly #id: string;
  readonly #tracks: RecordedTracks;
  readonly #pixels: () => Promise<PixelGraph>;
  readonly #events: RecorderEvents;
  readonly #changed: () => void;
  readonly #requestKeyFrame: () => void;
  #state: 'stopped' | 'recording' | 'paused' = 'stopped';
  #opened: PixelGraph | undefined;
  #file: string | undefined;
  /** Its last file is being completed. */
  #finishing: Promise<void> = Promise.resolve();
  /** A file keeps the codec that it began with. */
  #codec: VideoCodecName | undefined;
  #started = false;
  /** Capture time of the last key frame, or of the last request for one. */
  #keyUs = 0;

  /**
   * `changed` is called when it begins and ends to take frames, `requestKeyFrame` when a picture is
   * due that a player can jump to.
   */
  constructor(
    id: string,
    tracks: RecordedTracks,
    pixels: () => Promise<PixelGraph>,
    events: RecorderEvents,
    changed: () => void,
    requestKeyFrame: () => void,
  ) {
    this.#id = id;
    this.#tracks = tracks;
    this.#pixels = pixels;
    this.#events = events;
    this.#changed = changed;
    this.#requestKeyFrame = requestKeyFrame;
  }

  get part(): RecorderPart {
    const { container, video, audio } = this.#tracks;
    const recording = this.#state === 'recording' && this.#opened !== undefined;
    const codecs = this.#codec ? [this.#codec] : CODECS[container];
    return {
      kind: 'recorder',
      codecs: recording && video ? codecs : [],
      hearsAudio: recording && audio,
      write: this.#write,
    };
  }

  /** Throws when the worker does not start, and for a file that another recorder is writing. */
  async record(path: string): Promise<void> {
    if (this.#state === 'recording') return;
    this.#state = 'recording';
    try {
      if (!this.#opened) await this.#open(path);
    } catch (error) {
      this.#forget();
      throw error;
    }
    this.#changed();
  }

  pause(): void {
    if (this.#state !== 'recording') return;
    this.#state = 'paused';
    this.#opened?.pauseRecording(this.#id);
    this.#changed();
  }

  /** Resolves when the last file is complete, whoever stopped it. */
  stop(): Promise<void> {
    const pixels = this.#opened;
    const file = this.#file;
    this.#file = undefined;
    this.#forget();
    if (pixels && file !== undefined) {
      this.#finishing = pixels
        .finishRecording(this.#id)
        // The worker is gone: the file ends where it was, and that was told.
        .catch(() => undefined)
        .finally(() => filesInUse.delete(file));
    }
    return this.#finishing;
  }

  close(): Promise<void> {
    return this.stop();
  }

  /** The worker could not go on with the file, or is gone. */
  failed(reason: string): void {
    if (this.#state === 'stopped') return;
    this.#forget();
    this.#events.failed(reason);
  }

  endOfStream(): void {
    this.#events.endOfStream();
  }

  readonly #write = (frame: EncodedVideoFrame | EncodedAudioFrame): void => {
    if (this.#state !== 'recording') return;
    if (isVideo(frame)) {
      this.#codec ??= frame.codec;
      this.#keepSeekable(frame);
    }
    this.#opened?.record(this.#id, frame);
    if (this.#started) return;
    this.#started = true;
    this.#events.started();
  };

  #keepSeekable({ key, timestampUs }: EncodedVideoFrame): void {
    const isDue = timestampUs - this.#keyUs >= KEY_FRAME_INTERVAL_US;
    if (key || isDue) this.#keyUs = timestampUs;
    if (!key && isDue) this.#requestKeyFrame();
  }

  async #open(path: string): Promise<void> {
    await this.#finishing;
    const pixels = await this.#pixels();
    // Stopped, or stopped and begun anew, meanwhile.
    if (this.#state === 'stopped' || this.#opened) return;
    if (filesInUse.has(path)) {
      const message = `Another recorder is writing ${path}: stop it, or choose another name`;
      throw new KurentoError('MEDIA_OBJECT_ILLEGAL_PARAM_ERROR', message);
    }
    filesInUse.add(path);
    this.#file = path;
    pixels.addRecording(this.#id, { path, ...this.#tracks });
    this.#opened = pixels;
  }

  #forget(): void {
    this.#state = 'stopped';
    this.#opened = undefined;
    this.#codec = undefined;
    this.#started = false;
    if (this.#file !== undefined) filesInUse.delete(this.#file);
    this.#file = undefined;
    this.#changed();
  }
}
