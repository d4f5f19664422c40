/**
 * Compares colours. A change of light scales luma and chroma alike; what it leaves unexplained is
 * another colour. Chroma planes hold U, then V, both less 128.
 * @param luma The picture's and ...
 * @param background ... the background's grey levels, at the size of the chroma planes.
 * @param residual Receives the chroma that light leaves unexplained.
 * @param strength Receives its square, in bounds: from 1 on it counts.
 * @param count Pixels of each of the two chroma planes.
 * @param black Grey level below which factors mean nothing.
 * @param darkest Smallest factor that is light.
 * @param brightest Largest factor that is light.
 * @param leastU Chroma that counts at least, in U and ...
 * @param leastV ... in V, ...
 * @param deviations ... or so many times the pixel's habitual deviation.
 * @param clipped From this grey level on a red or blue channel of the picture, ...
 * @param backgroundClipped ... or of the background, is not to be believed.
 */
export function compareColour(
  luma: usize,
  background: usize,
  chroma: usize,
  backgroundChroma: usize,
  deviation: usize,
  residual: usize,
  strength: usize,
  count: usize,
  black: f32,
  darkest: f32,
  brightest: f32,
  leastU: f32,
  leastV: f32,
  deviations: f32,
  clipped: f32,
  backgroundClipped: f32,
): void {
  const v = count << 2;
  for (let i: usize = 0; i < count << 2; i += 16) {
    const grey = v128.load(luma + i);
    const model = v128.load(background + i);
    const ratio = f32x4.div(
      f32x4.max(grey, f32x4.splat(black)),
      f32x4.max(model, f32x4.splat(black)),
    );
    const factor = f32x4.max(f32x4.splat(darkest), f32x4.min(f32x4.splat(brightest), ratio));
    const unknown = v128.or(
      f32x4.gt(brightestChannel(grey, chroma + i, v), f32x4.splat(clipped)),
      f32x4.gt(brightestChannel(model, backgroundChroma + i, v), f32x4.splat(backgroundClipped)),
    );
    let sum = f32x4.splat(0);
    for (let at = i; at <= i + v; at += v) {
      const same = v128.load(backgroundChroma + at);
      const lit = f32x4.mul(same, factor);
      const colour = v128.load(chroma + at);
      const explained = f32x4.max(f32x4.min(same, lit), f32x4.min(f32x4.max(same, lit), colour));
      const rest = f32x4.sub(colour, explained);
      const d = v128.andnot(rest, unknown);
      v128.store(residual + at, d);
      const habit = f32x4.mul(v128.load(deviation + at), f32x4.splat(deviations));
      const share = f32x4.div(d, f32x4.max(habit, f32x4.splat(at === i ? leastU : leastV)));
      sum = f32x4.add(sum, f32x4.mul(share, share));
    }
    v128.store(strength + i, sum);
  }
}

/** Roughly the brighter of the red and the blue channel (ITU-R BT.601). */
function brightestChannel(grey: v128, u: usize, v: usize): v128 {
  const red = f32x4.mul(v128.load(u + v), f32x4.splat(1.4));
  const blue = f32x4.mul(v128.load(u), f32x4.splat(1.77));
  return f32x4.add(grey, f32x4.max(red, blue));
}

/**
 * Writes 1 (perhaps) or 2 (surely) where the colour differs, otherwise 0, as on the outermost
 * pixels. What differs much less than its surroundings is their colour, smeared.
 * @param strength As `compareColour` writes it.
 * @param surely Strength from which on it is sure.
 * @param share Of the strongest around that must be reached.
 */
export function findColoured(
  strength: usize,
  levels: usize,
  width: usize,
  height: usize,
  surely: f32,
  share: f32,
): void {
  const below = width << 2;
  memory.fill(levels, 0, width * height);
  for (let i: usize = width; i < width * (height - 1); i += 4) {
    const at = strength + (i << 2);
    const here = v128.load(at);
    const differs = f32x4.ge(here, f32x4.splat(1));
    if (!v128.any_true(differs)) continue;
    const sides = f32x4.max(highestOfColumn(at - 4, below), highestOfColumn(at + 4, below));
    const around = f32x4.max(highestOfColumn(at, below), sides);
    const found = v128.and(differs, f32x4.ge(here, f32x4.mul(around, f32x4.splat(share))));
    const sure = v128.and(found, f32x4.ge(here, f32x4.splat(surely)));
    const words = i16x8.narrow_i32x4_s(i32x4.neg(i32x4.add(found, sure)), i32x4.splat(0));
    v128.store32_lane(levels + i, i8x16.narrow_i16x8_u(words, words), 0);
  }
  memory.fill(levels + width * (height - 1), 0, width);
  // What is next to these two is pixels of another row.
  for (let row = levels; row < levels + width * height; row += width) {
    store<u8>(row, 0);
    store<u8>(row + width - 1, 0);
  }
}

function highestOfColumn(at: usize, row: usize): v128 {
  return f32x4.max(f32x4.max(v128.load(at - row), v128.load(at)), v128.load(at + row));
}

/**
 * Writes `value` where a vivid colour of the background is still there, otherwise 0.
 * @param count Pixels of each of the two chroma planes, whole vectors.
 * @param vivid Chroma that the background must have at least.
 * @param tolerance How much of it may have changed.
 */
export function findUnchanged(
  chroma: usize,
  backgroundChroma: usize,
  levels: usize,
  count: usize,
  vivid: f32,
  tolerance: f32,
  value: i32,
): void {
  const v = count << 2;
  const most = f32x4.splat(tolerance * tolerance);
  const least = f32x4.splat(vivid * vivid);
  for (let i: usize = 0; i < count; i += 4) {
    const at = i << 2;
    const u0 = v128.load(backgroundChroma + at);
    const v0 = v128.load(backgroundChroma + v + at);
    const du = f32x4.sub(v128.load(chroma + at), u0);
    const dv = f32x4.sub(v128.load(chroma + v + at), v0);
    const strength = f32x4.add(f32x4.mul(u0, u0), f32x4.mul(v0, v0));
    const change = f32x4.add(f32x4.mul(du, du), f32x4.mul(dv, dv));
    const unchanged = v128.and(f32x4.ge(strength, least), f32x4.le(change, most));
    const words = i16x8.narrow_i32x4_s(unchanged, i32x4.splat(0));
    const bytes = i8x16.narrow_i16x8_s(words, words);
    v128.store32_lane(levels + i, v128.and(bytes, i8x16.splat(<i8>value)), 0);
  }
}

/** Raises the 2x2 bytes that each byte of a smaller plane stands for to its value. */
export function raise2x2(
  levels: usize,
  output: usize,
  width: usize,
  columns: usize,
  rows: usize,
): void {
  for (let y: usize = 0; y < rows; y++, levels += columns, output += 2 * width)
    for (let x: usize = 0; x < columns; x += 8) {
      let some = v128.load64_zero(levels + x);
      if (x + 8 > columns) some = v128.and(some, firstBytes(columns - x));
      if (!v128.any_true(some)) continue;
      const wide = i8x16.shuffle(some, some, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
      const to = output + 2 * x;
      v128.store(to, i8x16.max_u(v128.load(to), wide));
      v128.store(to + width, i8x16.max_u(v128.load(to + width), wide));
    }
}

/** All bits of the first 1 to 7 bytes. */
function firstBytes(count: usize): v128 {
  const one: u64 = 1;
  return i64x2.replace_lane(i64x2.splat(0), 0, (one << (8 * count)) - 1);
}
