/*
 * A patch of a picture: rows of pixels, each row as four lines of whole vectors. The first line has
 * all bits set for the pixels that count, the others hold 0 elsewhere: grey levels, horizontal and
 * vertical gradients.
 */

/** Vectors per line: patches are up to 12 pixels wide. */
const LANES: i32 = 12;
const LINE: usize = LANES << 2;
const GREY: usize = LINE;
const GX: usize = 2 * LINE;
const GY: usize = 3 * LINE;
const ROW: usize = 4 * LINE;

/**
 * Takes the patch around (x, y), at most 5 pixels to each side and never the outermost pixels.
 * @param wanted Full-size mask of the pixels that count, 0 or 1; those up to `edge` away count, too.
 * @param scale Full-size pixels per pixel.
 * @param sums Receives the sums of gx * gx, gx * gy and gy * gy.
 * @returns Number of pixels that count.
 */
export function cutPatch(
  picture: usize,
  width: i32,
  height: i32,
  wanted: usize,
  fullWidth: i32,
  fullHeight: i32,
  scale: i32,
  x: i32,
  y: i32,
  radius: i32,
  edge: i32,
  patch: usize,
  sums: usize,
): i32 {
  const left = max(1, x - radius);
  const right = min(width - 2, x + radius);
  const bottom = min(height - 2, y + radius);
  let count = 0;
  let xx = f32x4.splat(0);
  let xy = f32x4.splat(0);
  let yy = f32x4.splat(0);
  for (let v = max(1, y - radius); v <= bottom; v++, patch += ROW) {
    for (let lane = 0; lane < LANES; lane++) {
      const u = left + lane;
      const counts =
        u <= right && isNear(wanted, fullWidth, fullHeight, u * scale, v * scale, edge);
      store<i32>(patch + (lane << 2), counts ? -1 : 0);
      count += i32(counts);
    }
    const row = picture + ((v * width + left) << 2);
    for (let i: usize = 0; i < LINE; i += 16) {
      const mask = v128.load(patch + i);
      const gx = v128.and(mask, gradient(row + i, 4));
      const gy = v128.and(mask, gradient(row + i, width << 2));
      v128.store(patch + i, v128.and(mask, v128.load(row + i)), GREY);
      v128.store(patch + i, gx, GX);
      v128.store(patch + i, gy, GY);
      xx = f32x4.add(xx, f32x4.mul(gx, gx));
      xy = f32x4.add(xy, f32x4.mul(gx, gy));
      yy = f32x4.add(yy, f32x4.mul(gy, gy));
    }
  }
  store<f32>(sums, total(xx));
  store<f32>(sums, total(xy), 4);
  store<f32>(sums, total(yy), 8);
  return count;
}

/**
 * Compares a patch that was cut around (x, y) with another picture (dx, dy) pixels from there.
 * Beyond the border the outermost pixels go on.
 * @param sums Receives the sums of the differences times gx, of those times gy, and of the absolute
 * differences.
 */
export function comparePatch(
  picture: usize,
  width: i32,
  height: i32,
  x: i32,
  y: i32,
  radius: i32,
  patch: usize,
  dx: f32,
  dy: f32,
  sums: usize,
): void {
  const left = <f32>max(1, x - radius) + dx;
  const right = <f32>min(width - 2, x + radius) + dx;
  const fits = left >= 0 && right < <f32>(width - 1);
  const wholeX = <i32>Mathf.floor(left);
  const fx = f32x4.splat(left - <f32>wholeX);
  const bottom = min(height - 2, y + radius);
  let sum = f32x4.splat(0);
  let sumX = f32x4.splat(0);
  let sumY = f32x4.splat(0);
  for (let v = max(1, y - radius); v <= bottom; v++, patch += ROW) {
    const sy = max<f32>(0, min<f32>(<f32>(height - 1), <f32>v + dy));
    const wholeY = min(height - 2, <i32>sy);
    const fy = f32x4.splat(sy - <f32>wholeY);
    const upper = picture + ((wholeY * width) << 2);
    for (let lane = 0; lane < LANES; lane += 4) {
      let top: v128, below: v128;
      if (fits) {
        const at = upper + ((wholeX + lane) << 2);
        top = blend(v128.load(at), v128.load(at, 4), fx);
        const under = at + (width << 2);
        below = blend(v128.load(under), v128.load(under, 4), fx);
      } else {
        top = sampleRow(upper, left + <f32>lane, width);
        below = sampleRow(upper + (width << 2), left + <f32>lane, width);
      }
      const at = patch + (lane << 2);
      const grey = v128.and(v128.load(at), blend(top, below, fy));
      const difference = f32x4.sub(grey, v128.load(at, GREY));
      sum = f32x4.add(sum, f32x4.abs(difference));
      sumX = f32x4.add(sumX, f32x4.mul(difference, v128.load(at, GX)));
      sumY = f32x4.add(sumY, f32x4.mul(difference, v128.load(at, GY)));
    }
  }
  store<f32>(sums, total(sumX));
  store<f32>(sums, total(sumY), 4);
  store<f32>(sums, total(sum), 8);
}

/** Whether a pixel is wanted, or one `edge` away: outlines belong to what they surround. */
function isNear(wanted: usize, width: i32, height: i32, x: i32, y: i32, edge: i32): bool {
  const at = wanted + y * width + x;
  if (load<u8>(at) !== 0) return true;
  if (x >= edge && load<u8>(at - edge) !== 0) return true;
  if (x + edge < width && load<u8>(at + edge) !== 0) return true;
  if (y >= edge && load<u8>(at - edge * width) !== 0) return true;
  return y + edge < height && load<u8>(at + edge * width) !== 0;
}

/** Gradients of four pixels in the direction of a step of so many bytes. */
function gradient(at: usize, step: usize): v128 {
  return f32x4.mul(f32x4.sub(v128.load(at + step), v128.load(at - step)), f32x4.splat(0.5));
}

function blend(a: v128, b: v128, share: v128): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), share));
}

/** Four values of a row from a place on that may be beyond its ends. */
function sampleRow(row: usize, x: f32, width: i32): v128 {
  let result = f32x4.splat(sample(row, x, width));
  result = f32x4.replace_lane(result, 1, sample(row, x + 1, width));
  result = f32x4.replace_lane(result, 2, sample(row, x + 2, width));
  return f32x4.replace_lane(result, 3, sample(row, x + 3, width));
}

function sample(row: usize, x: f32, width: i32): f32 {
  const inside = max<f32>(0, min<f32>(<f32>(width - 1), x));
  const whole = min(width - 2, <i32>inside);
  const at = row + (whole << 2);
  return load<f32>(at) + (inside - <f32>whole) * (load<f32>(at, 4) - load<f32>(at));
}

function total(lanes: v128): f32 {
  const half = f32x4.add(lanes, v128.shuffle<f32>(lanes, lanes, 2, 3, 0, 1));
  return f32x4.extract_lane(half, 0) + f32x4.extract_lane(half, 1);
}
