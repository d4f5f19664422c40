/** A colour in Y'CbCr as pictures carry it: ITU-R BT.601, limited range. */
export interface Colour {
  readonly y: number;
  readonly u: number;
  readonly v: number;
}

/** Crowd that stands or moves slowly. */
export const RED: Colour = { y: 81, u: 90, v: 240 };
/** Crowd that moves. */
export const BLUE: Colour = { y: 41, u: 240, v: 110 };
/** Crowd that is not counted. */
export const GREY: Colour = { y: 110, u: 128, v: 128 };
export const WHITE: Colour = { y: 235, u: 128, v: 128 };
