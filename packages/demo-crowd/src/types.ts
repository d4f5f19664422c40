/** A picture in I420: luma at full size, both chroma planes at half size (rounded up). */
export interface I420Picture {
  readonly width: number;
  readonly height: number;
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  /** Bytes per row of `y`, and of `u` and `v`. */
  readonly strideY: number;
  readonly strideUV: number;
}

/** Values of {@link DemoTruth.mask}. */
export const TRUTH_NOBODY = 0;
export const TRUTH_STANDING = 1;
export const TRUTH_MOVING = 2;

/** One person as drawn, who may be hidden by others or partly outside of the picture. */
export interface DemoPerson {
  readonly id: number;
  /** Where the feet are, relative to the picture's size (may lie outside 0..1). */
  readonly foot: { readonly x: number; readonly y: number };
  /** Height of the body in pixels. */
  readonly heightPx: number;
  /** Body heights per second over the ground as seen in the picture. */
  readonly speed: number;
  /** Degrees clockwise from up in the picture; null when standing. */
  readonly direction: number | null;
}

/** What is really in a picture. Belongs to the scene, which overwrites it with its next picture. */
export interface DemoTruth {
  /** Per pixel of the full-size picture: nobody, standing, moving (faster than 0.15 body heights a second). */
  readonly mask: Uint8Array;
  readonly people: readonly DemoPerson[];
}

export interface DemoCrowdOptions {
  /** Pixels, even. */
  readonly width: number;
  readonly height: number;
  /** Frames a second, 1..120. */
  readonly frameRate: number;
  /** An integer, default 1. The same seed draws the same pictures. */
  readonly seed?: number;
  /** A crowd that fills the plaza from the first picture on and jostles on the spot, for ever. Default false. */
  readonly packed?: boolean;
}
