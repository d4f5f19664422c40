/** A point of the picture, relative to its size: 0..1, x to the right, y down. */
export interface RelativePoint {
  readonly x: number;
  readonly y: number;
}

/**
 * The twelve parameters of Kurento's `crowddetector.RegionOfInterestConfig`.
 * Levels are percentages (0..100, min < med < max) that a value must exceed;
 * the `…NumFrames…` parameters count processed frames.
 */
export interface RegionOfInterestConfig {
  /** Lower bound of occupancy level MIN, percent. */
  readonly occupancyLevelMin: number;
  readonly occupancyLevelMed: number;
  readonly occupancyLevelMax: number;
  /** Consecutive frames a new occupancy level must last before it is an event (0 and 1: at once). */
  readonly occupancyNumFramesToEvent: number;
  /** Lower bound of fluidity level MIN, percent. */
  readonly fluidityLevelMin: number;
  readonly fluidityLevelMed: number;
  readonly fluidityLevelMax: number;
  readonly fluidityNumFramesToEvent: number;
  /** Whether the direction of movement is measured. */
  readonly sendOpticalFlowEvent: boolean;
  /** Frames a new direction must last before it is an event. */
  readonly opticalFlowNumFramesToEvent: number;
  /** Frames without a direction after which the last one is forgotten. */
  readonly opticalFlowNumFramesToReset: number;
  /** Counter-clockwise rotation of the compass axes, degrees. */
  readonly opticalFlowAngleOffset: number;
}

/** A polygon of at least three points, and what counts as crowded inside it. */
export interface RegionOfInterest {
  readonly id: string;
  readonly points: readonly RelativePoint[];
  readonly config: RegionOfInterestConfig;
}

/** One picture, in I420 or grey. Its planes are only read, and only during the call that takes them. */
export interface DetectorFrame {
  /** Luma. */
  readonly data: Uint8Array;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Bytes from one row to the next, at least `width`. */
  readonly stride: number;
  /** Capture time, milliseconds on any clock that only grows. */
  readonly timestampMs: number;
  /** Grey cameras have none. */
  readonly chroma?: ChromaPlanes;
}

/** The colours of a picture in I420: both planes have half its size, rounded up. */
export interface ChromaPlanes {
  /** 128 is no colour. */
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  /** Bytes from one row to the next, in both. */
  readonly stride: number;
}

/** 0 NONE, 1 MIN, 2 MED, 3 MAX, as on Kurento's wire. */
export type CrowdLevel = 0 | 1 | 2 | 3;

/** What was measured in one region in one frame. */
export interface RegionMeasurement {
  readonly regionId: string;
  /** Red + blue share of the region's area, 0..100 percent. */
  readonly occupancy: number;
  /** Level after the hysteresis, as the last event said. */
  readonly occupancyLevel: CrowdLevel;
  /** Blue share of red + blue, 0..100 percent; null when nobody is there. */
  readonly fluidity: number | null;
  readonly fluidityLevel: CrowdLevel;
  /** Degrees clockwise from up, 0 <= d < 360; null when switched off or nothing has a dominant direction. */
  readonly direction: number | null;
}

/** A level or direction that has lasted for the configured number of frames. */
export type CrowdEvent =
  | {
      readonly kind: 'occupancy' | 'fluidity';
      readonly regionId: string;
      /** 0..100, of the frame that completed the hysteresis. */
      readonly percentage: number;
      readonly level: CrowdLevel;
      readonly previousLevel: CrowdLevel;
    }
  | {
      readonly kind: 'direction';
      readonly regionId: string;
      /** Degrees clockwise from up, as measured. */
      readonly angle: number;
    };

/** Values of {@link CrowdMask.data}. */
export const MASK_NONE = 0;
/** Crowd that stands or moves slowly: red. */
export const MASK_SLOW = 1;
/** Crowd that moves: blue. */
export const MASK_FAST = 2;

/**
 * The verdict per pixel of the whole processing picture, inside and outside the regions. Belongs to
 * the detector and is overwritten by its next frame.
 */
export interface CrowdMask {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * What each stage has made of the last picture, for people to look at. Everything is `width` x `height`,
 * in the background's place, belongs to the detector and is overwritten by its next frame.
 */
export interface DetectorStages {
  readonly width: number;
  readonly height: number;
  /** Grey levels, in the background's light. */
  readonly picture: Float32Array;
  /** Grey levels. */
  readonly background: Float32Array;
  /** Of the picture from the background, averaged over 3x3 pixels; signed grey levels. */
  readonly difference: Float32Array;
  /** 1 where somebody is, 0 elsewhere. */
  readonly people: Uint8Array;
  /** 1 where somebody moves, 0 elsewhere. */
  readonly moving: Uint8Array;
}

/** Everything the detector says about one frame. */
export interface CrowdAnalysis {
  readonly timestampMs: number;
  /** In the order of the regions given. */
  readonly regions: readonly RegionMeasurement[];
  readonly events: readonly CrowdEvent[];
  readonly mask: CrowdMask;
}
