/**
 * Writes 0, 1 (perhaps) or 2 (surely foreground) per pixel, depending on how far the smoothed
 * difference exceeds its bound: a multiple of the pixel's deviation, and more on edges of the
 * background. Pixels that differ much less than their surroundings are halos and get 0, as do the two
 * outermost rows and columns.
 * @param sharp Absolute difference of every pixel by itself, bytes.
 * @param around The highest of those nearby, bytes, one per square of 2x2.
 * @param halo Twice how many times as much the surroundings of a halo differ.
 */
export function findCandidates(
  smooth: usize,
  sharp: usize,
  around: usize,
  background: usize,
  deviation: usize,
  candidates: usize,
  width: usize,
  height: usize,
  least: f32,
  deviations: f32,
  edges: f32,
  surely: f32,
  halo: i32,
): void {
  if (width < 5 || height < 5) return memory.fill(candidates, 0, width * height);
  for (let y: usize = 2; y < height - 2; y++) {
    const row = y * width;
    const blocks = around + (y >> 1) * (width >> 1);
    for (let x: usize = 0; x < width; x += 16) {
      const i = row + x;
      let found = i8x16.splat(0);
      if (differs(smooth + (i << 2), least)) {
        const d = smooth + (i << 2);
        const b = background + (i << 2);
        const v = deviation + (i << 2);
        const left = i16x8.narrow_i32x4_s(
          judge(d, b, v, width, least, deviations, edges, surely),
          judge(d + 16, b + 16, v + 16, width, least, deviations, edges, surely),
        );
        const right = i16x8.narrow_i32x4_s(
          judge(d + 32, b + 32, v + 32, width, least, deviations, edges, surely),
          judge(d + 48, b + 48, v + 48, width, least, deviations, edges, surely),
        );
        const level = i8x16.neg(i8x16.narrow_i16x8_s(left, right));
        found = v128.andnot(level, isHalo(sharp + i, blocks + (x >> 1), halo));
      }
      v128.store(candidates + i, found);
    }
    store<u16>(candidates + row, 0);
    store<u16>(candidates + row + width - 2, 0);
  }
  memory.fill(candidates, 0, 2 * width);
  memory.fill(candidates + width * (height - 2), 0, 2 * width);
}

/** Whether any of 16 differences reaches a bound: most do not. */
function differs(smooth: usize, least: f32): bool {
  const left = v128.or(reaches(smooth, least), reaches(smooth + 16, least));
  const right = v128.or(reaches(smooth + 32, least), reaches(smooth + 48, least));
  return v128.any_true(v128.or(left, right));
}

function reaches(smooth: usize, least: f32): v128 {
  return f32x4.ge(f32x4.abs(v128.load(smooth)), f32x4.splat(least));
}

/** The levels of four pixels, negative. */
function judge(
  smooth: usize,
  background: usize,
  deviation: usize,
  width: usize,
  least: f32,
  deviations: f32,
  edges: f32,
  surely: f32,
): v128 {
  const d = f32x4.abs(v128.load(smooth));
  const row = width << 2;
  const gx = f32x4.sub(v128.load(background + 4), v128.load(background - 4));
  const gy = f32x4.sub(v128.load(background + row), v128.load(background - row));
  const edge = f32x4.mul(f32x4.add(f32x4.abs(gx), f32x4.abs(gy)), f32x4.splat(edges));
  const habit = f32x4.mul(v128.load(deviation), f32x4.splat(deviations));
  const bound = f32x4.add(f32x4.max(habit, f32x4.splat(least)), edge);
  return i32x4.add(f32x4.ge(d, bound), f32x4.ge(d, f32x4.mul(bound, f32x4.splat(surely))));
}

/** All bits of the bytes whose surroundings differ half of `halo` times as much. */
function isHalo(sharp: usize, blocks: usize, halo: i32): v128 {
  const block = v128.load64_zero(blocks);
  const around = i8x16.shuffle(block, block, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
  const own = v128.load(sharp);
  const times = i8x16.splat(<i8>halo);
  const two = i8x16.splat(2);
  const left = i16x8.extmul_low_i8x16_u(own, times);
  const right = i16x8.extmul_high_i8x16_u(own, times);
  return i8x16.narrow_i16x8_s(
    i16x8.lt_u(left, i16x8.extmul_low_i8x16_u(around, two)),
    i16x8.lt_u(right, i16x8.extmul_high_i8x16_u(around, two)),
  );
}
