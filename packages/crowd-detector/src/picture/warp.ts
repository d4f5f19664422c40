import type { Alignment } from '../background/registration.js';

/** Brings a picture to the place and the light of the background. */
export function warp(
  picture: Float32Array,
  output: Float32Array,
  width: number,
  height: number,
  alignment: Alignment,
): void {
  if (alignment.shiftX === 0 && alignment.shiftY === 0) relight(picture, output, alignment);
  else shiftAndRelight(picture, output, width, height, alignment);
}

function relight(picture: Float32Array, output: Float32Array, { gain, offset }: Alignment): void {
  const scale = 1 / gain;
  for (let i = 0; i < output.length; i++) output[i] = (picture[i]! - offset) * scale;
}

/** Bilinear; beyond the border the outermost pixels go on. */
function shiftAndRelight(
  picture: Float32Array,
  output: Float32Array,
  width: number,
  height: number,
  { gain, offset, shiftX, shiftY }: Alignment,
): void {
  const scale = 1 / gain;
  const wholeX = Math.floor(-shiftX);
  const wholeY = Math.floor(-shiftY);
  const fx = -shiftX - wholeX;
  const fy = -shiftY - wholeY;
  for (let y = 0; y < height; y++) {
    const upper = clamp(y + wholeY, height) * width;
    const lower = clamp(y + wholeY + 1, height) * width;
    for (let x = 0; x < width; x++) {
      const left = clamp(x + wholeX, width);
      const right = clamp(x + wholeX + 1, width);
      const top = picture[upper + left]! * (1 - fx) + picture[upper + right]! * fx;
      const bottom = picture[lower + left]! * (1 - fx) + picture[lower + right]! * fx;
      output[y * width + x] = (top * (1 - fy) + bottom * fy - offset) * scale;
    }
  }
}

function clamp(index: number, length: number): number {
  return index < 0 ? 0 : index >= length ? length - 1 : index;
}
