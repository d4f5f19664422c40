export type RegionErrorCode =
  | 'REGION_ID_INVALID'
  | 'REGION_ID_DUPLICATE'
  | 'REGION_TOO_FEW_POINTS'
  | 'REGION_POINT_OUTSIDE'
  | 'REGION_SELF_CROSSING'
  | 'REGION_NO_AREA'
  | 'REGION_CONFIG_INVALID';

/** A region of interest that cannot be measured; the message names the region and what to change. */
export class RegionError extends Error {
  override readonly name = 'RegionError';

  constructor(
    readonly code: RegionErrorCode,
    readonly regionId: string,
    problem: string,
  ) {
    super(`Region "${regionId}": ${problem}`);
  }
}
