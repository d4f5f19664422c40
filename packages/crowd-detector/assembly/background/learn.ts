/**
 * Lets the background follow the picture where nobody is: fast while it is young, then slowly.
 * @param age Seconds for which each pixel has shown its background.
 * @param candidateAge Seconds for which it has shown something else; fades.
 * @param smooth Smoothed difference of the picture from the background.
 * @param seconds Time since the last picture, more than 0.
 * @param rate Share of the way that an old background goes towards the picture.
 * @param deviationRate Share of the way that the deviation goes towards the difference.
 * @param most The largest deviation that is learnt.
 * @param fading Seconds that a candidate's age loses.
 */
export function learnBackground(
  picture: usize,
  smooth: usize,
  foreground: usize,
  background: usize,
  deviation: usize,
  age: usize,
  candidateAge: usize,
  count: usize,
  seconds: f32,
  rate: f32,
  deviationRate: f32,
  most: f32,
  fading: f32,
): void {
  const followed = f32x4.splat(rate);
  const half = f32x4.splat(0.5);
  for (let i: usize = 0; i < count; i += 4) {
    const at = i << 2;
    const bytes = i16x8.extend_low_i8x16_u(v128.load32_zero(foreground + i));
    const nobody = i32x4.eq(i32x4.extend_low_i16x8_u(bytes), i32x4.splat(0));
    if (!v128.any_true(nobody)) continue;

    const oldAge = v128.load(age + at);
    const newAge = f32x4.add(oldAge, f32x4.splat(seconds));
    v128.store(age + at, v128.bitselect(newAge, oldAge, nobody));

    const young = f32x4.min(half, f32x4.div(f32x4.splat(seconds), newAge));
    const share = v128.and(f32x4.max(followed, young), nobody);
    move(background + at, v128.load(picture + at), share);

    const difference = f32x4.min(f32x4.abs(v128.load(smooth + at)), f32x4.splat(most));
    move(deviation + at, difference, v128.and(f32x4.splat(deviationRate), nobody));

    const other = v128.load(candidateAge + at);
    const fades = v128.and(f32x4.gt(other, f32x4.splat(0)), nobody);
    v128.store(candidateAge + at, f32x4.sub(other, v128.and(f32x4.splat(fading), fades)));
  }
}

/** Moves four values a share of the way towards others. */
function move(at: usize, towards: v128, share: v128): void {
  const value = v128.load(at);
  v128.store(at, f32x4.add(value, f32x4.mul(f32x4.sub(towards, value), share)));
}
