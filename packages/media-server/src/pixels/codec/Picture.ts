import type { DetectorFrame } from '@crowdlens/crowd-detector';
import { AV_PIX_FMT_YUV420P } from 'node-av/constants';
import { Frame } from 'node-av/lib';
import { check, present } from './check.js';

/**
 * The three planes of a raw picture in I420: luma at full size, both chroma planes at half size
 * (rounded up). Rows are `strideY` and `strideUV` bytes apart, often more than they are wide.
 */
export interface Planes {
  readonly width: number;
  readonly height: number;
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  readonly strideY: number;
  readonly strideUV: number;
}

/**
 * One raw picture in native memory (I420). It has exactly one owner, who closes it or hands it on.
 * {@link share} makes a second picture over the same pixels, with an owner of its own.
 */
export class Picture {
  #closed = false;

  /**
   * @param frame Native frame in I420 with a buffer; the picture owns it from now on.
   * @param timestampUs Capture time in microseconds; its owner may change it.
   */
  constructor(
    readonly frame: Frame,
    public timestampUs: number,
  ) {}

  /** An unpainted picture. */
  static allocate(width: number, height: number, timestampUs: number): Picture {
    const frame = new Frame();
    frame.alloc();
    frame.format = AV_PIX_FMT_YUV420P;
    frame.width = width;
    frame.height = height;
    check(frame.getBuffer(), `Memory for a picture of ${width}x${height}`);
    return new Picture(frame, timestampUs);
  }

  get width(): number {
    return this.frame.width;
  }

  get height(): number {
    return this.frame.height;
  }

  /** Views of the native memory: take them anew for each use, and never keep them past {@link close}. */
  planes(): Planes {
    const [y, u, v] = present(this.frame.data, 'The memory of a picture');
    const [strideY, strideUV] = this.frame.linesize;
    return {
      width: this.width,
      height: this.height,
      y: present(y, 'A luma plane'),
      u: present(u, 'A chroma plane'),
      v: present(v, 'A chroma plane'),
      strideY: present(strideY, 'A luma stride'),
      strideUV: present(strideUV, 'A chroma stride'),
    };
  }

  share(): Picture {
    return new Picture(present(this.frame.clone(), 'Memory for a picture'), this.timestampUs);
  }

  /** Copies the pixels when somebody else (a sharer, a decoder's reference) still reads them. */
  makeWritable(): void {
    check(this.frame.makeWritable(), 'Memory for a picture');
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.frame.free();
  }
}

/** The picture as the detector takes it: no copy, valid until the picture is closed. */
export function detectorFrameOf(picture: Picture): DetectorFrame {
  const { width, height, y, u, v, strideY, strideUV } = picture.planes();
  return {
    data: y,
    width,
    height,
    stride: strideY,
    chroma: { u, v, stride: strideUV },
    timestampMs: picture.timestampUs / 1000,
  };
}
