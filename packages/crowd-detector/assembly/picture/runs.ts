/*
 * Runs are horizontal lines of pixels in arrays of their own: row, first pixel, one past the last
 * pixel, and the number of the component or region that each belongs to.
 */

/**
 * Finds the runs of zeros, or of other values, in a mask and joins those that touch from row to row.
 * Runs are numbered row by row, components in the order of their first runs.
 * @param reach 1 if pixels that only touch at a corner belong together, otherwise 0.
 * @param parent Scratch, as long as the runs.
 * @param counts Receives the number of runs and of components.
 */
export function findRuns(
  mask: usize,
  width: i32,
  height: i32,
  zeros: bool,
  reach: i32,
  runY: usize,
  runFrom: usize,
  runTo: usize,
  runOwner: usize,
  parent: usize,
  counts: usize,
): void {
  let above = 0;
  let count = 0;
  for (let y = 0; y < height; y++) {
    const start = count;
    count = scanRow(mask + y * width, width, zeros, runFrom, runTo, count);
    for (let run = start; run < count; run++) {
      store<i32>(runY + (run << 2), y);
      store<i32>(parent + (run << 2), run);
    }
    join(above, start, count, reach, runFrom, runTo, parent);
    above = start;
  }
  store<i32>(counts, count);
  store<i32>(counts, numberOwners(count, runOwner, parent), 4);
}

/** Writes the runs of a row from number `run` on; returns the number after the last. */
function scanRow(row: usize, width: i32, zeros: bool, runFrom: usize, runTo: usize, run: i32): i32 {
  let inside = 0;
  for (let x = 0; x < width; x += 16) {
    const pixels = width - x < 16 ? (1 << (width - x)) - 1 : 0xffff;
    const zero = i8x16.bitmask(i8x16.eq(v128.load(row + x), i8x16.splat(0)));
    const bits = (zeros ? zero : ~zero) & pixels;
    let edges = (bits ^ ((bits << 1) | inside)) & 0xffff;
    while (edges !== 0) {
      const at = x + ctz(edges);
      edges &= edges - 1;
      if (inside === 0) store<i32>(runFrom + (run << 2), at);
      else store<i32>(runTo + (run++ << 2), at);
      inside ^= 1;
    }
  }
  if (inside !== 0) store<i32>(runTo + (run++ << 2), width);
  return run;
}

/** Joins the runs start..end-1 of a row with those of the row above, that begin with `above`. */
function join(
  above: i32,
  start: i32,
  end: i32,
  reach: i32,
  runFrom: usize,
  runTo: usize,
  parent: usize,
): void {
  let up = above;
  for (let run = start; run < end; run++) {
    const from = load<i32>(runFrom + (run << 2)) - reach;
    const to = load<i32>(runTo + (run << 2)) + reach;
    while (up < start && load<i32>(runTo + (up << 2)) <= from) up++;
    for (let k = up; k < start && load<i32>(runFrom + (k << 2)) < to; k++) unite(k, run, parent);
  }
}

/** The smaller number stays the root, so that a root always comes before its runs. */
function unite(a: i32, b: i32, parent: usize): void {
  const rootA = rootOf(a, parent);
  const rootB = rootOf(b, parent);
  store<i32>(parent + (max(rootA, rootB) << 2), min(rootA, rootB));
}

function rootOf(run: i32, parent: usize): i32 {
  let up = load<i32>(parent + (run << 2));
  while (up !== run) {
    const further = load<i32>(parent + (up << 2));
    store<i32>(parent + (run << 2), further);
    run = up;
    up = further;
  }
  return run;
}

function numberOwners(count: i32, runOwner: usize, parent: usize): i32 {
  let owners = 0;
  for (let run = 0; run < count; run++) {
    const root = rootOf(run, parent);
    const owner = root === run ? owners++ : load<i32>(runOwner + (root << 2));
    store<i32>(runOwner + (run << 2), owner);
  }
  return owners;
}

/** Adds to each owner's total the pixels of its runs that have a value in a plane of bytes. */
export function tallyRuns(
  plane: usize,
  width: i32,
  value: i32,
  count: i32,
  runY: usize,
  runFrom: usize,
  runTo: usize,
  runOwner: usize,
  totals: usize,
): void {
  const wanted = i8x16.splat(<i8>value);
  for (let run = 0; run < count; run++) {
    const row = plane + load<i32>(runY + (run << 2)) * width;
    const to = row + load<i32>(runTo + (run << 2));
    let total = 0;
    for (let at = row + load<i32>(runFrom + (run << 2)); at < to; at += 16) {
      const left = <i32>(to - at);
      const pixels = left < 16 ? (1 << left) - 1 : 0xffff;
      total += popcnt(i8x16.bitmask(i8x16.eq(v128.load(at), wanted)) & pixels);
    }
    const owner = totals + (load<i32>(runOwner + (run << 2)) << 2);
    store<i32>(owner, load<i32>(owner) + total);
  }
}

/** Writes to the pixels of each run its owner's value. */
export function paintRuns(
  plane: usize,
  width: i32,
  values: usize,
  count: i32,
  runY: usize,
  runFrom: usize,
  runTo: usize,
  runOwner: usize,
): void {
  for (let run = 0; run < count; run++) {
    const row = plane + load<i32>(runY + (run << 2)) * width;
    const to = row + load<i32>(runTo + (run << 2));
    const value = load<u8>(values + load<i32>(runOwner + (run << 2)));
    for (let at = row + load<i32>(runFrom + (run << 2)); at < to; at++) store<u8>(at, value);
  }
}
