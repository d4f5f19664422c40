/**
 * How the plaza is seen: an elevated camera without tilt, so that verticals stay vertical.
 * Scene coordinates are in picture heights, x to the right (0..aspect), y down (0..1).
 */

/** Where the ground ends and the facade begins. */
export const PLAZA_TOP = 0.2;

/** Nobody walks behind this line. */
export const FARTHEST = PLAZA_TOP + 0.05;

/** Where all parallels on the ground meet, above the picture. */
const HORIZON = -0.3;

/** Height of a grown person whose feet are at `y`, in picture heights. */
export function bodyHeightAt(y: number): number {
  return 0.26 * (y - HORIZON);
}

/** Feet this far down belong to somebody whose head is still below the picture. */
export const OUT_OF_SIGHT_FRONT = 1.56;

/** Distance beyond the left or right edge at which nobody at `y` is seen any more. */
export function outOfSightBeside(y: number): number {
  return 0.4 * bodyHeightAt(y);
}

/** How much crowd the picture has room for: 1 at 4:3, more in a wider one, but bounded. */
export function roomFor(aspect: number): number {
  return Math.min(4, (aspect * 3) / 4);
}
