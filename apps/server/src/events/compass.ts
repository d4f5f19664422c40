import { CompassPoint } from '@crowdlens/schema';

const POINTS = [
  CompassPoint.N,
  CompassPoint.NE,
  CompassPoint.E,
  CompassPoint.SE,
  CompassPoint.S,
  CompassPoint.SW,
  CompassPoint.W,
  CompassPoint.NW,
] as const;

/**
 * The nearest of the eight points.
 *
 * @param angle - degrees clockwise from the top of the picture
 * @param offset - `opticalFlowAngleOffset`: degrees by which the compass is turned counter-clockwise
 */
export function compassPoint(angle: number, offset: number): CompassPoint {
  const turned = (((angle + offset) % 360) + 360) % 360;
  return POINTS[Math.round(turned / 45) % POINTS.length]!;
}
