/** The eight points of the compass, clockwise from up. */
export const COMPASS_POINTS = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const;

export type CompassPoint = (typeof COMPASS_POINTS)[number];

/**
 * The compass point nearest to a direction.
 * @param angle Degrees clockwise from up.
 * @param offset `opticalFlowAngleOffset`: degrees by which the compass is turned counter-clockwise.
 */
export function compassPoint(angle: number, offset = 0): CompassPoint {
  return COMPASS_POINTS[Math.round(wrapDegrees(angle + offset) / 45) % 8]!;
}

/** The same angle in 0 <= d < 360. */
export function wrapDegrees(angle: number): number {
  return ((angle % 360) + 360) % 360;
}
