/** Stands before each NAL unit of a byte stream (H.264 annex B). */
export const START_CODE = Buffer.from([0, 0, 0, 1]);

/** The NAL units of a byte stream, views without their start codes of three or four bytes. */
export function splitAnnexB(stream: Uint8Array): Uint8Array[] {
  const units: Uint8Array[] = [];
  let start = nextStartCode(stream, 0);
  while (start < stream.length) {
    const from = start + 3;
    start = nextStartCode(stream, from);
    const unit = stream.subarray(from, withoutTrailingZeros(stream, from, start));
    if (unit.length > 0) units.push(unit);
  }
  return units;
}

/** Where the next 00 00 01 begins, or the end. */
function nextStartCode(stream: Uint8Array, from: number): number {
  for (let at = stream.indexOf(1, from + 2); at !== -1; at = stream.indexOf(1, at + 1)) {
    if (stream[at - 1] === 0 && stream[at - 2] === 0) return at - 2;
  }
  return stream.length;
}

/** A unit never ends in zero: what follows belongs to the next start code or is padding. */
function withoutTrailingZeros(stream: Uint8Array, from: number, end: number): number {
  while (end > from && stream[end - 1] === 0) end--;
  return end;
}
