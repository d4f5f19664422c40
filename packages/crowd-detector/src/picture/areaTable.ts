/**
 * Summed-area tables (Crow 1984) of grids: `columns` + 1 by `rows` + 1 values whose first row and
 * column are empty, so that the value of a cell (column, row) stands at (column + 1, row + 1).
 */

/** Turns the values of a grid into sums of everything above and to the left. */
export function accumulate(table: Float64Array, columns: number, rows: number): void {
  const stride = columns + 1;
  for (let row = 1; row <= rows; row++)
    for (let i = row * stride + 1, end = i + columns; i < end; i++)
      table[i]! += table[i - 1]! + table[i - stride]! - table[i - stride - 1]!;
}

/** Sum over the cells left..right-1, top..bottom-1. */
export function sumWithin(
  table: Float64Array,
  columns: number,
  left: number,
  top: number,
  right: number,
  bottom: number,
): number {
  const upper = top * (columns + 1);
  const lower = bottom * (columns + 1);
  return (
    table[lower + right]! - table[lower + left]! - table[upper + right]! + table[upper + left]!
  );
}
