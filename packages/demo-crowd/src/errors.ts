/** What was wrong with the arguments given to the demo crowd. */
export type DemoCrowdErrorCode =
  'INVALID_SIZE' | 'INVALID_FRAME_RATE' | 'INVALID_SEED' | 'PICTURE_MISMATCH' | 'INVALID_ARGUMENT';

/** Thrown for arguments the demo crowd cannot draw with; the message says what to pass instead. */
export class DemoCrowdError extends Error {
  override readonly name = 'DemoCrowdError';

  constructor(
    readonly code: DemoCrowdErrorCode,
    message: string,
  ) {
    super(message);
  }
}
