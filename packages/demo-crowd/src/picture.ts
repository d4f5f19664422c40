import { DemoCrowdError } from './errors.js';
import type { I420Picture } from './types.js';

/** Largest picture that is drawn, pixels. */
const MAX_WIDTH = 3840;
const MAX_HEIGHT = 2160;

/**
 * A black picture without padding between its rows.
 * @throws {@link DemoCrowdError} `INVALID_SIZE` unless both sides are even, at least 2 and at most 3840x2160.
 */
export function createPicture(width: number, height: number): I420Picture {
  checkSize(width, height);
  const chromaSize = (width / 2) * (height / 2);
  return {
    width,
    height,
    y: new Uint8Array(width * height).fill(16),
    u: new Uint8Array(chromaSize).fill(128),
    v: new Uint8Array(chromaSize).fill(128),
    strideY: width,
    strideUV: width / 2,
  };
}

/** @throws {@link DemoCrowdError} `INVALID_SIZE` */
export function checkSize(width: number, height: number): void {
  const fits = (side: number, max: number): boolean =>
    Number.isInteger(side) && side >= 2 && side <= max && side % 2 === 0;
  if (fits(width, MAX_WIDTH) && fits(height, MAX_HEIGHT)) return;
  throw new DemoCrowdError(
    'INVALID_SIZE',
    `The size ${width}x${height} cannot be drawn: pass even numbers of pixels from 2x2 to ${MAX_WIDTH}x${MAX_HEIGHT}.`,
  );
}

/**
 * Whether a picture of this size fits the caller's buffers.
 * @throws {@link DemoCrowdError} `PICTURE_MISMATCH`
 */
export function checkPicture(picture: I420Picture, width: number, height: number): void {
  const fail = (what: string): never => {
    throw new DemoCrowdError('PICTURE_MISMATCH', `The picture does not fit: ${what}.`);
  };
  if (picture.width !== width || picture.height !== height) {
    fail(`it is ${picture.width}x${picture.height}, the scene is ${width}x${height}`);
  }
  checkPlane('y', picture.y, picture.strideY, width, height, fail);
  checkPlane('u', picture.u, picture.strideUV, width / 2, height / 2, fail);
  checkPlane('v', picture.v, picture.strideUV, width / 2, height / 2, fail);
}

function checkPlane(
  name: string,
  plane: Uint8Array,
  stride: number,
  width: number,
  height: number,
  fail: (what: string) => never,
): void {
  if (!Number.isInteger(stride) || stride < width) {
    fail(`the stride ${stride} of plane ${name} is below its width ${width}`);
  }
  const needed = stride * (height - 1) + width;
  if (plane.length < needed) {
    fail(`plane ${name} has ${plane.length} bytes, ${needed} are needed`);
  }
}
