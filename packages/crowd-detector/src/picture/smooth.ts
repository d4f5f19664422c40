/*
 * Sums over small squares, first along the rows, then along the columns. The pixels of a window are
 * carried along in variables: reading each of them once is what makes it fast.
 */

/** Writes to `output` the sums of each pixel and its neighbours in the row; `output` is not `input`. */
export function sumRows3(input: Float32Array, output: Float32Array): void {
  let a = 0;
  let b = input[0]!;
  for (let i = 1; i < input.length; i++) {
    const c = input[i]!;
    output[i - 1] = a + b + c;
    a = b;
    b = c;
  }
}

/** The same along the columns, times `scale`; the first and the last row get 0. */
export function sumColumns3(
  input: Float32Array,
  output: Float32Array,
  width: number,
  scale: number,
): void {
  const last = input.length - width;
  output.fill(0, 0, width).fill(0, Math.max(0, last));
  for (let x = 0; x < width; x++) {
    let a = input[x]!;
    let b = input[x + width]!;
    for (let i = x + width; i < last; i += width) {
      const c = input[i + width]!;
      output[i] = (a + b + c) * scale;
      a = b;
      b = c;
    }
  }
}

/**
 * Replaces every pixel by the sum of the 5x5 around it; the two outermost rows are left alone, and
 * near the left and right border the neighbouring row's pixels count.
 * @param picture Values so small that 25 of them fit in a byte.
 * @param scratch As large as the picture.
 */
export function sum5x5(picture: Uint8Array, scratch: Uint8Array, width: number): void {
  sumRows5(picture, scratch);
  sumColumns5(scratch, picture, width);
}

function sumRows5(input: Uint8Array, output: Uint8Array): void {
  let a = input[0]!;
  let b = input[1]!;
  let c = input[2]!;
  let d = input[3]!;
  for (let i = 4; i < input.length; i++) {
    const e = input[i]!;
    output[i - 2] = a + b + c + d + e;
    a = b;
    b = c;
    c = d;
    d = e;
  }
}

function sumColumns5(input: Uint8Array, output: Uint8Array, width: number): void {
  const last = input.length - 2 * width;
  for (let x = 0; x < width; x++) {
    let a = input[x]!;
    let b = input[x + width]!;
    let c = input[x + 2 * width]!;
    let d = input[x + 3 * width]!;
    for (let i = x + 2 * width; i < last; i += width) {
      const e = input[i + 2 * width]!;
      output[i] = a + b + c + d + e;
      a = b;
      b = c;
      c = d;
      d = e;
    }
  }
}
