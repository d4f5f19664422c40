/** Sums over small squares of a picture, unrolled because every frame needs them several times. */

/**
 * Writes to `output` the sum over the 3x3 pixels around each pixel times `scale`; the border becomes 0.
 * @param scratch As large as the picture; overwritten. `output` may be `input`.
 */
export function sum3x3(
  input: Float32Array,
  output: Float32Array,
  scratch: Float32Array,
  width: number,
  scale = 1,
): void {
  const last = input.length - width;
  for (let i = 1; i < input.length - 1; i++) scratch[i] = input[i - 1]! + input[i]! + input[i + 1]!;
  for (let i = width; i < last; i++)
    output[i] = (scratch[i - width]! + scratch[i]! + scratch[i + width]!) * scale;
  clearBorder(output, width, 1);
}

/**
 * Replaces every pixel by the sum of the 5x5 around it; the two outermost become 0.
 * @param picture Values so small that 25 of them fit in a byte.
 */
export function sum5x5(picture: Uint8Array, scratch: Uint8Array, width: number): void {
  const two = 2 * width;
  for (let i = 2; i < picture.length - 2; i++)
    scratch[i] =
      picture[i - 2]! + picture[i - 1]! + picture[i]! + picture[i + 1]! + picture[i + 2]!;
  for (let i = two; i < picture.length - two; i++)
    picture[i] =
      scratch[i - two]! +
      scratch[i - width]! +
      scratch[i]! +
      scratch[i + width]! +
      scratch[i + two]!;
  clearBorder(picture, width, 2);
}

function clearBorder(picture: Float32Array | Uint8Array, width: number, depth: number): void {
  picture.fill(0, 0, depth * width);
  picture.fill(0, picture.length - depth * width);
  for (let i = 0; i < picture.length; i += width) {
    picture.fill(0, i, i + depth);
    picture.fill(0, i + width - depth, i + width);
  }
}
