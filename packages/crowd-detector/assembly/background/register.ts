/**
 * Sums the normal equations of a weighted least-squares fit of gain, offset and shift of a picture
 * against the background, over a grid of samples. Weights are Cauchy's.
 * @param ignore Bytes; where they are not 0 there is no sample.
 * @param margin Pixels at the border without samples; more than the shift.
 * @param step Pixels from one sample to the next, in both directions.
 * @param halfWeight Residual at which a sample's weight is a half.
 * @param darkest Darker samples are left out, ...
 * @param brightest ... and brighter ones.
 * @param normal Receives the 4x4 matrix, ...
 * @param right ... its right side, and after it the number of samples and of those with more than
 * half their weight. All are 64-bit floats.
 */
export function sumNormalEquations(
  picture: usize,
  background: usize,
  ignore: usize,
  width: i32,
  height: i32,
  margin: i32,
  step: i32,
  gain: f64,
  offset: f64,
  shiftX: f64,
  shiftY: f64,
  halfWeight: f64,
  darkest: f64,
  brightest: f64,
  normal: usize,
  right: usize,
): void {
  const wholeX = Math.floor(-shiftX);
  const wholeY = Math.floor(-shiftY);
  const fx = -shiftX - wholeX;
  const fy = -shiftY - wholeY;
  const jump = <i32>wholeY * width + <i32>wholeX;
  const row = width << 2;
  memory.fill(normal, 0, 16 * sizeof<f64>());
  memory.fill(right, 0, 4 * sizeof<f64>());
  let samples = 0;
  let inliers = 0;
  for (let y = margin; y < height - margin; y += step)
    for (let x = margin; x < width - margin; x += step) {
      const i = y * width + x;
      if (load<u8>(ignore + i) !== 0) continue;
      const at = picture + ((i + jump) << 2);
      const top = mix(load<f32>(at), load<f32>(at, 4), fx);
      const grey = mix(top, mix(load<f32>(at + row), load<f32>(at + row, 4), fx), fy);
      if (grey < darkest || grey > brightest) continue;
      const from = background + (i << 2);
      const model: f64 = load<f32>(from);
      const residual = grey - gain * model - offset;
      const ratio = residual / halfWeight;
      const weight = 1 / (1 + ratio * ratio);
      samples++;
      inliers += i32(weight > 0.5);
      // The picture moves against the shift: d grey / d shift = -gradient = -gain * gradient of the model.
      const gx = gain * 0.5 * (<f64>load<f32>(from, 4) - load<f32>(from - 4));
      const gy = gain * 0.5 * (<f64>load<f32>(from + row) - load<f32>(from - row));
      const light = f64x2.replace_lane(f64x2.splat(model), 1, 1);
      const place = f64x2.replace_lane(f64x2.splat(gx), 1, gy);
      addRow(normal, weight * model, light, place);
      addRow(normal + 32, weight, light, place);
      addRow(normal + 64, weight * gx, light, place);
      addRow(normal + 96, weight * gy, light, place);
      addRow(right, weight * residual, light, place);
    }
  store<f64>(right, samples, 32);
  store<f64>(right, inliers, 40);
}

function mix(a: f64, b: f64, share: f64): f64 {
  return a * (1 - share) + b * share;
}

/** Adds a multiple of four values to a row of the equations. */
function addRow(row: usize, factor: f64, light: v128, place: v128): void {
  const f = f64x2.splat(factor);
  v128.store(row, f64x2.add(v128.load(row), f64x2.mul(light, f)));
  v128.store(row, f64x2.add(v128.load(row, 16), f64x2.mul(place, f)), 16);
}
