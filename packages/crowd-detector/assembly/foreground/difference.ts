/**
 * The difference of a picture from the background, and its size as a byte. Where the camera has
 * clipped (`seen` from `clipped` on), darker than the background says nothing and counts as equal.
 */
export function difference(
  picture: usize,
  seen: usize,
  background: usize,
  signed: usize,
  size: usize,
  count: usize,
  clipped: f32,
): void {
  for (let i: usize = 0; i < count; i += 16) {
    const f = i << 2;
    const a = known(picture + f, seen + f, background + f, signed + f, clipped);
    const b = known(picture + f + 16, seen + f + 16, background + f + 16, signed + f + 16, clipped);
    const c = known(picture + f + 32, seen + f + 32, background + f + 32, signed + f + 32, clipped);
    const d = known(picture + f + 48, seen + f + 48, background + f + 48, signed + f + 48, clipped);
    const left = i16x8.narrow_i32x4_s(a, b);
    v128.store(size + i, i8x16.narrow_i16x8_u(left, i16x8.narrow_i32x4_s(c, d)));
  }
}

/** Stores four differences and returns their sizes as integers. */
function known(picture: usize, seen: usize, background: usize, signed: usize, clipped: f32): v128 {
  const d = f32x4.sub(v128.load(picture), v128.load(background));
  const darker = f32x4.lt(d, f32x4.splat(0));
  const unknown = v128.and(darker, f32x4.ge(v128.load(seen), f32x4.splat(clipped)));
  const result = v128.andnot(d, unknown);
  v128.store(signed, result);
  return i32x4.trunc_sat_f32x4_s(f32x4.abs(result));
}
