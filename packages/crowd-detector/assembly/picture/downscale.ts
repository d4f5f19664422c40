/** Averages squares of 2x2 bytes of an input whose rows are `stride` bytes apart. */
export function halveBytes(
  input: usize,
  stride: usize,
  output: usize,
  width: usize,
  height: usize,
): void {
  const quarter = f32x4.splat(0.25);
  for (let y: usize = 0; y < height; y++, input += 2 * stride, output += width << 2)
    for (let x: usize = 0; x < width; x += 8) {
      const upper = i16x8.extadd_pairwise_i8x16_u(v128.load(input + 2 * x));
      const lower = i16x8.extadd_pairwise_i8x16_u(v128.load(input + stride + 2 * x));
      const sum = i16x8.add(upper, lower);
      const left = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(sum));
      const right = f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(sum));
      v128.store(output + (x << 2), f32x4.mul(left, quarter));
      v128.store(output + (x << 2), f32x4.mul(right, quarter), 16);
    }
}

/** Writes the weighted sum of `count` rows of bytes, `stride` bytes apart, to a line of floats. */
export function sumRows(
  rows: usize,
  stride: usize,
  weights: usize,
  count: usize,
  line: usize,
  width: usize,
): void {
  for (let x: usize = 0; x < width; x += 8) {
    let left = f32x4.splat(0);
    let right = f32x4.splat(0);
    for (let k: usize = 0; k < count; k++) {
      const weight = v128.load32_splat(weights + (k << 2));
      const grey = v128.load8x8_u(rows + k * stride + x);
      const low = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(grey));
      const high = f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(grey));
      left = f32x4.add(left, f32x4.mul(low, weight));
      right = f32x4.add(right, f32x4.mul(high, weight));
    }
    v128.store(line + (x << 2), left);
    v128.store(line + (x << 2), right, 16);
  }
}

/**
 * Each pixel of the output is a weighted sum of `stride` values of a line, from its `first` on.
 * @param weights `stride` per pixel, a multiple of four.
 */
export function sumColumns(
  line: usize,
  first: usize,
  weights: usize,
  stride: usize,
  output: usize,
  width: usize,
): void {
  for (let x: usize = 0; x < width; x++) {
    const from = line + (load<u32>(first + (x << 2)) << 2);
    let sum = f32x4.splat(0);
    for (let k: usize = 0; k < stride; k += 4, weights += 16)
      sum = f32x4.add(sum, f32x4.mul(v128.load(from + (k << 2)), v128.load(weights)));
    // Adds the four lanes: first the two halves, then what remains.
    const half = f32x4.add(sum, v128.shuffle<f32>(sum, sum, 2, 3, 0, 1));
    store<f32>(output + (x << 2), f32x4.extract_lane(half, 0) + f32x4.extract_lane(half, 1));
  }
}

/** Averages squares of 2x2 floats; `inputWidth` is the length of the input's rows. */
export function halve(
  input: usize,
  inputWidth: usize,
  output: usize,
  width: usize,
  height: usize,
): void {
  const quarter = f32x4.splat(0.25);
  const stride = inputWidth << 2;
  for (let y: usize = 0; y < height; y++, input += 2 * stride, output += width << 2)
    for (let x: usize = 0; x < width; x += 4) {
      const i = input + (x << 3);
      const left = f32x4.add(v128.load(i), v128.load(i + stride));
      const right = f32x4.add(v128.load(i, 16), v128.load(i + stride, 16));
      const even = v128.shuffle<f32>(left, right, 0, 2, 4, 6);
      const odd = v128.shuffle<f32>(left, right, 1, 3, 5, 7);
      v128.store(output + (x << 2), f32x4.mul(f32x4.add(even, odd), quarter));
    }
}
