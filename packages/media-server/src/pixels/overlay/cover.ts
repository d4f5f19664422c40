import { MASK_FAST, MASK_SLOW } from '@crowdlens/crowd-detector';

/** Interpolated coverage below the first is nothing, above the second everything; between, a soft edge. */
const EDGE = { from: 0.3, to: 0.7 };

/** Interpolation steps from one mask pixel to the next. */
export const STEPS = 16;
const FULL = STEPS * STEPS;

/** A full cover. */
export const COVERED = 256;

/** The corners of a cell (see MaskRuns) that one colour covers. */
export const ALL_SLOW = MASK_SLOW * 0b01_01_01_01;
export const ALL_FAST = MASK_FAST * 0b01_01_01_01;

/** Index of the tables below: a cell's corners, and a sample's place between them in steps. */
export function coverIndex(corners: number, across: number, down: number): number {
  return (corners * STEPS + down) * STEPS + across;
}

/** Cover (0..{@link COVERED}) of the one and of the other colour, by {@link coverIndex}. */
export const SLOW_COVER = covers(MASK_SLOW);
export const FAST_COVER = covers(MASK_FAST);

function covers(kind: number): Uint16Array {
  const table = new Uint16Array(256 * FULL);
  for (let corners = 0; corners < 256; corners++) {
    for (let place = 0; place < FULL; place++) {
      const [down, across] = [Math.floor(place / STEPS), place % STEPS];
      const t = smoothstep(coverage(corners, kind, across, down) / FULL);
      table[coverIndex(corners, across, down)] = Math.round(t * COVERED);
    }
  }
  return table;
}

/** Bilinear: how much of the sample one kind of crowd covers, 0..FULL. */
function coverage(corners: number, kind: number, across: number, down: number): number {
  const part = (shift: number, weight: number) => (((corners >> shift) & 3) === kind ? weight : 0);
  const left = part(0, STEPS - down) + part(2, down);
  const right = part(4, STEPS - down) + part(6, down);
  return left * (STEPS - across) + right * across;
}

function smoothstep(value: number): number {
  const t = Math.min(1, Math.max(0, (value - EDGE.from) / (EDGE.to - EDGE.from)));
  return t * t * (3 - 2 * t);
}
