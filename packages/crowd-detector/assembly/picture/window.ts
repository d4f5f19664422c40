/** The highest byte of the 3x3 around each pixel; what lies beyond the border does not count. */
export function highest3x3(input: usize, output: usize, width: usize, height: usize): void {
  window3x3(input, output, width, height, false);
}

/** The same with the lowest byte. */
export function lowest3x3(input: usize, output: usize, width: usize, height: usize): void {
  window3x3(input, output, width, height, true);
}

function window3x3(input: usize, output: usize, width: usize, height: usize, lowest: bool): void {
  for (let y: usize = 0; y < height; y++) {
    const here = input + y * width;
    const above = y > 0 ? here - width : here;
    const below = y < height - 1 ? here + width : here;
    const to = output + y * width;
    for (let x: usize = 0; x < width; x += 16) {
      const left = column(above + x - 1, here + x - 1, below + x - 1, lowest);
      const middle = column(above + x, here + x, below + x, lowest);
      const right = column(above + x + 1, here + x + 1, below + x + 1, lowest);
      v128.store(to + x, pick(pick(left, middle, lowest), right, lowest));
    }
    // The first and the last pixel have seen the neighbouring rows' pixels.
    const last = width - 1;
    const second = width > 1 ? 1 : 0;
    const first = column(above, here, below, lowest);
    const beside = column(above + second, here + second, below + second, lowest);
    store<u8>(to, i8x16.extract_lane_u(pick(first, beside, lowest), 0));
    if (last === 0) continue;
    const end = column(above + last, here + last, below + last, lowest);
    const before = column(above + last - 1, here + last - 1, below + last - 1, lowest);
    store<u8>(to + last, i8x16.extract_lane_u(pick(end, before, lowest), 0));
  }
}

function column(above: usize, here: usize, below: usize, lowest: bool): v128 {
  return pick(pick(v128.load(above), v128.load(here), lowest), v128.load(below), lowest);
}

function pick(a: v128, b: v128, lowest: bool): v128 {
  return lowest ? i8x16.min_u(a, b) : i8x16.max_u(a, b);
}

/** The highest byte of each square of 2x2; an odd last row or column is left out. */
export function highest2x2(input: usize, output: usize, width: usize, height: usize): void {
  const columns = width >> 1;
  for (let y: usize = 0; y + 1 < height; y += 2, input += 2 * width, output += columns)
    for (let x: usize = 0; x < columns; x += 8) {
      const pair = i8x16.max_u(v128.load(input + 2 * x), v128.load(input + 2 * x + width));
      const highest = v128.and(i8x16.max_u(pair, i16x8.shr_u(pair, 8)), i16x8.splat(0xff));
      v128.store64_lane(output + x, i8x16.narrow_i16x8_u(highest, highest), 0);
    }
}

/**
 * The sum of the 5x5 bytes around each pixel, which must fit in a byte; 0 in the two outermost rows.
 * In the two outermost columns the neighbouring rows' pixels count.
 */
export function sum5x5(input: usize, output: usize, width: usize, height: usize): void {
  if (height < 5) return memory.fill(output, 0, width * height);
  const end = output + width * (height - 2);
  memory.fill(output, 0, 2 * width);
  let i = input + 2 * width;
  let before = sumColumn5(i - 16, width);
  let here = sumColumn5(i, width);
  for (let o = output + 2 * width; o < end; o += 16) {
    const after = sumColumn5((i += 16), width);
    const a = i8x16.shuffle(
      before,
      here,
      14,
      15,
      16,
      17,
      18,
      19,
      20,
      21,
      22,
      23,
      24,
      25,
      26,
      27,
      28,
      29,
    );
    const b = i8x16.shuffle(
      before,
      here,
      15,
      16,
      17,
      18,
      19,
      20,
      21,
      22,
      23,
      24,
      25,
      26,
      27,
      28,
      29,
      30,
    );
    const c = i8x16.shuffle(here, after, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
    const d = i8x16.shuffle(here, after, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17);
    v128.store(o, i8x16.add(i8x16.add(i8x16.add(a, b), i8x16.add(c, d)), here));
    before = here;
    here = after;
  }
  memory.fill(end, 0, 2 * width);
}

function sumColumn5(at: usize, width: usize): v128 {
  const upper = i8x16.add(v128.load(at - 2 * width), v128.load(at - width));
  const lower = i8x16.add(v128.load(at + width), v128.load(at + 2 * width));
  return i8x16.add(i8x16.add(upper, lower), v128.load(at));
}
