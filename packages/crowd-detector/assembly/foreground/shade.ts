/**
 * Compares candidates with what light alone could make of the background: the same texture, dimmed or
 * brightened by one factor.
 * @param lit Receives 1 for the candidates whose brightness light explains, otherwise 0.
 * @param matches Receives 2 where light explains the texture, too, 0 for other candidates, otherwise 1.
 * @param black Grey level below which factors mean nothing.
 * @param darkest Smallest factor that is light.
 * @param brightest Largest factor that is light.
 * @param softness Gradient that is tolerated per grey level of difference.
 * @param least Gradient that is tolerated at any rate.
 */
export function compareTexture(
  picture: usize,
  background: usize,
  smooth: usize,
  candidates: usize,
  lit: usize,
  matches: usize,
  width: usize,
  height: usize,
  black: f32,
  darkest: f32,
  brightest: f32,
  softness: f32,
  least: f32,
): void {
  const one = i8x16.splat(1);
  const row = width << 2;
  for (let i: usize = 0; i < width * height; i += 16) {
    const candidate = i8x16.ne(v128.load(candidates + i), i8x16.splat(0));
    let light = i8x16.splat(0);
    let match = one;
    if (v128.any_true(candidate)) {
      const p = picture + (i << 2);
      const b = background + (i << 2);
      const s = smooth + (i << 2);
      const left = i16x8.narrow_i32x4_s(
        explain(p, b, s, row, black, darkest, brightest, softness, least),
        explain(p + 16, b + 16, s + 16, row, black, darkest, brightest, softness, least),
      );
      const right = i16x8.narrow_i32x4_s(
        explain(p + 32, b + 32, s + 32, row, black, darkest, brightest, softness, least),
        explain(p + 48, b + 48, s + 48, row, black, darkest, brightest, softness, least),
      );
      const explained = i8x16.narrow_i16x8_s(left, right);
      light = v128.and(v128.and(explained, one), candidate);
      match = v128.bitselect(v128.and(explained, i8x16.splat(2)), one, candidate);
    }
    v128.store(lit + i, light);
    v128.store(matches + i, match);
  }
}

/** For four pixels: 1 if light explains the brightness, plus 2 if it explains the texture, too. */
function explain(
  picture: usize,
  background: usize,
  smooth: usize,
  row: usize,
  black: f32,
  darkest: f32,
  brightest: f32,
  softness: f32,
  least: f32,
): v128 {
  const change = v128.load(smooth);
  const grey = f32x4.max(v128.load(background), f32x4.splat(black));
  const factor = f32x4.add(f32x4.div(change, grey), f32x4.splat(1));
  const light = v128.and(
    f32x4.gt(factor, f32x4.splat(darkest)),
    f32x4.lt(factor, f32x4.splat(brightest)),
  );
  const gx = f32x4.sub(slope(picture, 4), f32x4.mul(factor, slope(background, 4)));
  const gy = f32x4.sub(slope(picture, row), f32x4.mul(factor, slope(background, row)));
  const residual = f32x4.add(f32x4.mul(gx, gx), f32x4.mul(gy, gy));
  const soft = f32x4.mul(change, f32x4.splat(2 * softness));
  const bound = f32x4.add(f32x4.mul(soft, soft), f32x4.splat(4 * least * least));
  const texture = v128.and(light, f32x4.lt(residual, bound));
  return v128.or(v128.and(light, i32x4.splat(1)), v128.and(texture, i32x4.splat(2)));
}

/** Twice the gradient of four pixels, in the direction of a step of so many bytes. */
function slope(at: usize, step: usize): v128 {
  return f32x4.sub(v128.load(at + step), v128.load(at - step));
}

/** Keeps those of `lit` (0 or 1) that have enough points, and takes them away from the candidates. */
export function takeAwayLit(
  candidates: usize,
  lit: usize,
  points: usize,
  count: usize,
  enough: i32,
): void {
  const least = i8x16.splat(<i8>enough);
  for (let i: usize = 0; i < count; i += 16) {
    const kept = v128.and(v128.load(lit + i), i8x16.ge_u(v128.load(points + i), least));
    v128.store(lit + i, kept);
    const taken = i8x16.ne(kept, i8x16.splat(0));
    v128.store(candidates + i, v128.andnot(v128.load(candidates + i), taken));
  }
}

/** Clears the bytes of a plane where another has any. */
export function clearWhere(plane: usize, other: usize, count: usize): void {
  for (let i: usize = 0; i < count; i += 16) {
    const free = i8x16.eq(v128.load(other + i), i8x16.splat(0));
    v128.store(plane + i, v128.and(v128.load(plane + i), free));
  }
}
