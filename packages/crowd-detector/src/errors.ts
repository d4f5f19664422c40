export type DetectorErrorCode = 'PROCESSING_WIDTH_INVALID' | 'FRAME_INVALID' | 'CLOSED';

/** The detector was used in a way that cannot work; the message says what to change. */
export class DetectorError extends Error {
  override readonly name = 'DetectorError';

  constructor(
    readonly code: DetectorErrorCode,
    message: string,
  ) {
    super(message);
  }
}
