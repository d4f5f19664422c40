/**
 * Keeps bytes of 0 or 1 only where the cell that they lie in has a 1.
 * @param cell Side of a cell, pixels.
 * @param line Scratch, a row of pixels.
 */
export function maskByCells(
  input: usize,
  cells: usize,
  output: usize,
  line: usize,
  width: usize,
  height: usize,
  cell: usize,
): void {
  for (let y: usize = 0; y < height; y++, input += width, output += width) {
    if (y % cell === 0)
      for (let x: usize = 0; x < width; cells++) {
        const value = load<u8>(cells);
        for (const end = min(x + cell, width); x < end; x++) store<u8>(line + x, value);
      }
    for (let x: usize = 0; x < width; x += 16)
      v128.store(output + x, v128.and(v128.load(input + x), v128.load(line + x)));
  }
}

/** Sums bytes of 0 or 1 over cells of 8x8 pixels; cells at the right and lower border may be smaller. */
export function sumCells8x8(input: usize, output: usize, width: usize, height: usize): void {
  for (let y: usize = 0; y < height; y += 8) {
    const rows = min<usize>(8, height - y);
    for (let x: usize = 0; x < width; x += 8, output++) {
      // Eight pixels side by side: the sums of their columns fit in bytes.
      let columns: u64 = 0;
      for (let row: usize = 0; row < rows; row++)
        columns += load<u64>(input + (y + row) * width + x);
      const beyond: u64 = 8 - min<usize>(8, width - x);
      store<u8>(output, <u8>(((columns << (8 * beyond)) * 0x0101010101010101) >> 56));
    }
  }
}
