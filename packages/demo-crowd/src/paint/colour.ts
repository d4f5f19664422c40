/** A colour of the picture, BT.601 limited range: y 16..235, u and v 16..240. */
export interface Colour {
  readonly y: number;
  readonly u: number;
  readonly v: number;
}

/** From gamma-coded RGB, 0..255 each (ITU-R BT.601). */
export function rgb(red: number, green: number, blue: number): Colour {
  return {
    y: Math.round(16 + 0.2568 * red + 0.5041 * green + 0.0979 * blue),
    u: Math.round(128 - 0.1482 * red - 0.291 * green + 0.4392 * blue),
    v: Math.round(128 + 0.4392 * red - 0.3678 * green - 0.0714 * blue),
  };
}

/** The same hue, `factor` times as bright. */
export function shade(colour: Colour, factor: number): Colour {
  return {
    y: Math.min(235, Math.round(16 + (colour.y - 16) * factor)),
    u: Math.round(128 + (colour.u - 128) * factor),
    v: Math.round(128 + (colour.v - 128) * factor),
  };
}
