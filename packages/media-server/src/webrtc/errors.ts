/** Named as Kurento's error types are. */
export type SdpErrorCode =
  | 'SDP_PARSE_ERROR'
  | 'SDP_END_POINT_ALREADY_NEGOTIATED'
  | 'SDP_END_POINT_NOT_OFFER_GENERATED'
  | 'SDP_END_POINT_ANSWER_ALREADY_PROCCESED';

/** A session description that cannot be used, or one that comes at the wrong time. */
export class SdpError extends Error {
  override readonly name = 'SdpError';

  constructor(
    readonly code: SdpErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A remote candidate that is none. */
export class IceCandidateError extends Error {
  override readonly name = 'IceCandidateError';
  readonly code = 'ICE_ADD_CANDIDATE_ERROR';
}

/** The connection could not be set up, or is closed. */
export class PeerError extends Error {
  override readonly name = 'PeerError';

  constructor(
    readonly code:
      | 'PEER_OPTIONS_INVALID'
      | 'PEER_TRANSPORT_FAILED'
      | 'PEER_CLOSED'
      | 'DATA_CHANNELS_FULL'
      | 'NO_DATA_CHANNELS',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
