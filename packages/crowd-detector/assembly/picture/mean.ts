/**
 * Averages over the 3x3 pixels around each; in the first and the last row only zeros, and in the
 * first and the last column the neighbouring row's pixels count.
 */
export function mean3x3(input: usize, output: usize, width: usize, height: usize): void {
  const row = width << 2;
  const end = output + row * (height - 1);
  memory.fill(output, 0, row);
  const ninth = f32x4.splat(1 / 9);
  let i = input + row;
  let before = sumColumn(i - 16, row);
  let here = sumColumn(i, row);
  for (let o = output + row; o < end; o += 16) {
    const after = sumColumn((i += 16), row);
    const left = v128.shuffle<f32>(before, here, 3, 4, 5, 6);
    const right = v128.shuffle<f32>(here, after, 1, 2, 3, 4);
    v128.store(o, f32x4.mul(f32x4.add(f32x4.add(left, here), right), ninth));
    before = here;
    here = after;
  }
  memory.fill(end, 0, row);
}

function sumColumn(at: usize, row: usize): v128 {
  return f32x4.add(f32x4.add(v128.load(at - row), v128.load(at)), v128.load(at + row));
}
