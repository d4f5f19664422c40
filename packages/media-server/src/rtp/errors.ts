export type RtpErrorCode =
  | 'RTP_MALFORMED'
  | 'RTCP_MALFORMED'
  | 'SRTP_REFUSED'
  | 'PAYLOAD_MALFORMED'
  | 'PAYLOAD_UNSUPPORTED'
  | 'CODEC_MISMATCH';

/** What was received cannot be read, or what should be sent does not fit its stream. */
export class RtpError extends Error {
  override readonly name = 'RtpError';

  constructor(
    readonly code: RtpErrorCode,
    message: string,
  ) {
    super(message);
  }
}
