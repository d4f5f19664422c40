/**
 * Sums, over every second pixel of a run, the squared change from an earlier picture and the squared
 * gradient, each without what noise alone makes, per cell.
 * @param y Row of the run, full-size pixels, like `from`, `to` and `cell`.
 * @param level The pictures are 2 ** level times smaller.
 * @param change The row's cells, 64-bit floats.
 * @param texture The same.
 * @param noise Mean squared change of a pixel that noise makes.
 * @param least Is added to each pixel's squared gradient.
 */
export function sumChange(
  picture: usize,
  before: usize,
  width: i32,
  height: i32,
  level: i32,
  y: i32,
  from: i32,
  to: i32,
  cell: i32,
  change: usize,
  texture: usize,
  noise: f32,
  least: f32,
): void {
  const v = y >> level;
  if (v === 0 || v >= height - 1) return;
  // A displacement in a smaller picture is as many times larger in the full one.
  const enlarge = <f32>(1 << (2 * level));
  const row = width << 2;
  for (let x = from + ((from + y) & 1); x < to;) {
    const index = x / cell;
    const end = min(to, (index + 1) * cell);
    let changed: f32 = 0;
    let textured: f32 = 0;
    for (; x < end; x += 2) {
      const u = x >> level;
      if (u === 0 || u >= width - 1) continue;
      const at = (v * width + u) << 2;
      const difference = load<f32>(picture + at) - load<f32>(before + at);
      const gx = load<f32>(picture + at, 4) - load<f32>(picture + at - 4);
      const gy = load<f32>(picture + at + row) - load<f32>(picture + at - row);
      changed += (difference * difference - noise) * enlarge;
      textured += max<f32>(0, 0.25 * (gx * gx + gy * gy) - noise / 2) + least;
    }
    const slot = index << 3;
    store<f64>(change + slot, load<f64>(change + slot) + changed);
    store<f64>(texture + slot, load<f64>(texture + slot) + textured);
  }
}
