/** output = (input - offset) * scale, value by value. */
export function relight(input: usize, output: usize, count: usize, offset: f32, scale: f32): void {
  const o = f32x4.splat(offset);
  const s = f32x4.splat(scale);
  for (let i: usize = 0; i < count << 2; i += 16)
    v128.store(output + i, f32x4.mul(f32x4.sub(v128.load(input + i), o), s));
}

/**
 * Shifts and relights: output(x, y) = (input(x + shiftX, y + shiftY) - offset) * scale, bilinear;
 * beyond the border the outermost pixels go on.
 * @param line Room for a row and eight pixels.
 */
export function warp(
  input: usize,
  line: usize,
  output: usize,
  width: i32,
  height: i32,
  shiftX: f32,
  shiftY: f32,
  offset: f32,
  scale: f32,
): void {
  const wholeX = <i32>Mathf.floor(shiftX);
  const wholeY = <i32>Mathf.floor(shiftY);
  const fx = f32x4.splat(shiftX - <f32>wholeX);
  const o = f32x4.splat(offset);
  const s = f32x4.splat(scale);
  for (let y = 0; y < height; y++) {
    const upper = input + ((<usize>clamp(y + wholeY, height) * width) << 2);
    const lower = input + ((<usize>clamp(y + wholeY + 1, height) * width) << 2);
    blendRows(upper, lower, line, width, shiftY - <f32>wholeY);
    const row = output + ((<usize>y * width) << 2);
    for (let x = 0; x < width; x += 4) {
      let left: v128, right: v128;
      if (x + wholeX >= 0 && x + wholeX + 5 <= width) {
        const from = line + ((x + wholeX) << 2);
        left = v128.load(from);
        right = v128.load(from, 4);
      } else {
        left = loadClamped(line, x + wholeX, width);
        right = loadClamped(line, x + wholeX + 1, width);
      }
      const grey = f32x4.add(left, f32x4.mul(f32x4.sub(right, left), fx));
      v128.store(row + (x << 2), f32x4.mul(f32x4.sub(grey, o), s));
    }
  }
}

function blendRows(upper: usize, lower: usize, line: usize, width: i32, weight: f32): void {
  const w = f32x4.splat(weight);
  for (let i: usize = 0; i < (<usize>width) << 2; i += 16) {
    const top = v128.load(upper + i);
    v128.store(line + i, f32x4.add(top, f32x4.mul(f32x4.sub(v128.load(lower + i), top), w)));
  }
}

function loadClamped(line: usize, x: i32, width: i32): v128 {
  let result = f32x4.splat(load<f32>(line + (clamp(x, width) << 2)));
  result = f32x4.replace_lane(result, 1, load<f32>(line + (clamp(x + 1, width) << 2)));
  result = f32x4.replace_lane(result, 2, load<f32>(line + (clamp(x + 2, width) << 2)));
  return f32x4.replace_lane(result, 3, load<f32>(line + (clamp(x + 3, width) << 2)));
}

function clamp(index: i32, length: i32): i32 {
  return index < 0 ? 0 : index >= length ? length - 1 : index;
}
