/**
 * Adds two planes of bytes, looked at (dx, dy) pixels further right and down; 0 where that is beyond
 * the border.
 */
export function addShifted(
  a: usize,
  b: usize,
  output: usize,
  width: i32,
  height: i32,
  dx: i32,
  dy: i32,
): void {
  const left = max(0, -dx);
  const right = min(width, width - dx);
  for (let y = 0; y < height; y++, output += width) {
    if (y + dy < 0 || y + dy >= height) {
      memory.fill(output, 0, width);
      continue;
    }
    const from = (y + dy) * width + dx;
    for (let x = left; x < right; x += 16)
      v128.store(output + x, i8x16.add(v128.load(a + from + x), v128.load(b + from + x)));
    memory.fill(output, 0, left);
    memory.fill(output + right, 0, width - right);
  }
}
