import { rename, rm } from 'node:fs/promises';
import { format, parse } from 'node:path';
import type { CrowdMask, RegionOfInterest } from '@crowdlens/crowd-detector';
import type { Container, VideoCodecName } from '../frames.js';
import type { OverlayMode } from '../overlayMode.js';
import { Muxer } from '../pixels/codec/Muxer.js';
import type { Picture } from '../pixels/codec/Picture.js';
import { VideoEncoder } from '../pixels/codec/VideoEncoder.js';
import { PixelError } from '../pixels/errors.js';
import { CrowdOverlay } from '../pixels/overlay/CrowdOverlay.js';

export interface OverlayVideoOptions {
  /** Ends in `.mp4` (H264) or `.webm` (VP8). A file that is there already is replaced. */
  readonly path: string;
  readonly mode: OverlayMode;
  readonly regions: readonly RegionOfInterest[];
  /** Pictures per second, roughly. */
  readonly frameRate: number;
}

/** Enough that nobody sees the compression. */
const BITS_PER_PIXEL = 0.2;
/** How much a player has to read when it jumps. */
const KEY_FRAME_INTERVAL_US = 2_000_000;

const FORMATS: Readonly<Record<string, { container: Container; codec: VideoCodecName }>> = {
  '.mp4': { container: 'MP4', codec: 'H264' },
  '.webm': { container: 'WEBM', codec: 'VP8' },
};

/**
 * A video file of pictures with the overlay drawn on them. It bears another name (`out.part.mp4`)
 * until it is complete, so that a file under its own name is always whole.
 */
export class OverlayVideo {
  readonly #path: string;
  readonly #partPath: string;
  readonly #format: { container: Container; codec: VideoCodecName };
  readonly #frameRate: number;
  readonly #overlay: CrowdOverlay;
  #encoder: VideoEncoder | undefined;
  #muxer: Muxer | undefined;
  #size = '';
  #keyFrameUs = Number.NEGATIVE_INFINITY;

  /** @throws PixelError `CANNOT_OPEN` for a name that ends otherwise. */
  constructor({ path, mode, regions, frameRate }: OverlayVideoOptions) {
    const { dir, name, ext } = parse(path);
    const known = FORMATS[ext.toLowerCase()];
    if (known === undefined) {
      throw new PixelError('CANNOT_OPEN', `Writing ${path}: let its name end in .mp4 or .webm`);
    }
    this.#path = path;
    this.#partPath = format({ dir, name: `${name}.part`, ext });
    this.#format = known;
    this.#frameRate = frameRate;
    this.#overlay = new CrowdOverlay(regions, mode);
  }

  /**
   * Draws on a picture, which stays the caller's, and adds it at its time.
   * @throws PixelError `CANNOT_OPEN`, `CANNOT_WRITE` (for example a full disk), `CODEC_FAILED`.
   */
  async add(picture: Picture, mask: CrowdMask): Promise<void> {
    const { timestampUs } = picture;
    picture.makeWritable();
    this.#overlay.draw(picture.planes(), mask);
    const key = timestampUs - this.#keyFrameUs >= KEY_FRAME_INTERVAL_US;
    if (key) this.#keyFrameUs = timestampUs;
    const frame = this.#encoderFor(picture).encode(picture, key);
    // The encoder has cut an odd size; the muxer is to know.
    const { width, height } = picture;
    this.#muxer ??= await Muxer.open(this.#partPath, {
      container: this.#format.container,
      video: { first: frame, width, height },
      hasAudio: false,
    });
    await this.#writing(this.#muxer.write({ ...frame, kind: 'video', placeUs: timestampUs }));
  }

  /** The file is whole now, and gets its name. @throws PixelError `CANNOT_WRITE`. */
  async complete(): Promise<void> {
    if (this.#muxer === undefined) return;
    await this.#writing(this.#muxer.close());
    await this.#writing(rename(this.#partPath, this.#path));
  }

  /** Frees everything, and removes a file that is not complete. Idempotent. */
  async close(): Promise<void> {
    if (this.#encoder === undefined) return;
    this.#encoder.close();
    // Its complaint about what is lost anyway would hide the reason.
    await this.#muxer?.close().catch(() => undefined);
    await rm(this.#partPath, { force: true });
  }

  async #writing(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      const { message } = error as Error;
      throw new PixelError('CANNOT_WRITE', `Cannot write ${this.#path}: ${message}`, {
        cause: error,
      });
    }
  }

  #encoderFor({ width, height }: Picture): VideoEncoder {
    const size = `${width}x${height}`;
    if (this.#encoder === undefined) {
      const { codec } = this.#format;
      const frameRate = this.#frameRate;
      const bitrate = width * height * frameRate * BITS_PER_PIXEL;
      this.#encoder = new VideoEncoder({ codec, width, height, bitrate, frameRate });
      this.#size = size;
    }
    if (size === this.#size) return this.#encoder;
    throw new PixelError(
      'CODEC_FAILED',
      `The recording changes from ${this.#size} to ${size}, and ${this.#path} can have one size only`,
    );
  }
}
