/**
 * Sums, per cell and over every second pixel of the runs of one level, the squared change from an
 * earlier picture and the squared gradient, each without what noise alone makes.
 * @param level The pictures are 2 ** level times smaller than those of the runs.
 * @param runLevel The level of each run, bytes; those of other levels are left out.
 * @param cell Side of a cell, pixels.
 * @param stride Cells from one row of cells to the next.
 * @param change The first cell's, 64-bit floats.
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
  runLevel: usize,
  count: i32,
  runY: usize,
  runFrom: usize,
  runTo: usize,
  cell: i32,
  stride: i32,
  change: usize,
  texture: usize,
  noise: f32,
  least: f32,
): void {
  // A displacement in a smaller picture is as many times larger in the full one.
  const enlarge = <f32>(1 << (2 * level));
  const below = width << 2;
  for (let run = 0; run < count; run++) {
    if (load<u8>(runLevel + run) !== level) continue;
    const y = load<i32>(runY + (run << 2));
    const v = y >> level;
    if (v === 0 || v >= height - 1) continue;
    const row = (y / cell) * stride;
    // As on a chessboard: half the work, the same sums.
    const from = load<i32>(runFrom + (run << 2));
    const to = load<i32>(runTo + (run << 2));
    for (let x = from + ((from + y) & 1); x < to;) {
      const column = x / cell;
      const end = min(to, (column + 1) * cell);
      let changed: f32 = 0;
      let textured: f32 = 0;
      for (; x < end; x += 2) {
        const u = x >> level;
        if (u === 0 || u >= width - 1) continue;
        const at = (v * width + u) << 2;
        const difference = load<f32>(picture + at) - load<f32>(before + at);
        const gx = load<f32>(picture + at, 4) - load<f32>(picture + at - 4);
        const gy = load<f32>(picture + at + below) - load<f32>(picture + at - below);
        changed += (difference * difference - noise) * enlarge;
        textured += max<f32>(0, 0.25 * (gx * gx + gy * gy) - noise / 2) + least;
      }
      const slot = (row + column) << 3;
      store<f64>(change + slot, load<f64>(change + slot) + changed);
      store<f64>(texture + slot, load<f64>(texture + slot) + textured);
    }
  }
}
