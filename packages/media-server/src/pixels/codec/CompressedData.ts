/** One compressed picture or stretch of sound as a decoder takes it. */
export interface CompressedData {
  readonly data: Uint8Array;
  /** When it is shown, microseconds; undefined when the file does not say. */
  readonly timestampUs: number | undefined;
  /** When it is decoded, where that differs. */
  readonly decodeTimestampUs?: number | undefined;
}
