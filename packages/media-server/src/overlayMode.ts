/**
 * What is drawn on the pictures of a crowd detector.
 *
 * - `FULL`: red over slow crowd and blue over fast crowd inside the regions, and the regions' borders.
 * - `REGIONS_ONLY`: the borders alone.
 * - `NONE`: nothing; pictures stay as they came.
 * - `PRIVACY`: people as flat silhouettes, red and blue inside the regions and grey outside, on a place
 *   that is blurred until nobody is recognisable, whether or not the detector sees them; and the borders.
 */
export type OverlayMode = (typeof OVERLAY_MODES)[number];

export const OVERLAY_MODES = ['FULL', 'REGIONS_ONLY', 'NONE', 'PRIVACY'] as const;
