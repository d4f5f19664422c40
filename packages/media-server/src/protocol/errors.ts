/**
 * Every error of Kurento's protocol: its type as sent in `error.data.type`, and its code.
 * JSON-RPC's own (negative) codes come first; Kurento's spelling mistakes are part of the wire.
 */
export const errorCodes = {
  PARSE_ERROR: -32700,
  INVALID_REQUEST: -32600,
  METHOD_NOT_FOUND: -32601,
  INVALID_PARAMS: -32602,
  INTERNAL_ERROR: -32603,
  SERVER_ERROR: -32000,

  MARSHALL_ERROR: 40001,
  UNEXPECTED_ERROR: 40003,
  CONNECT_ERROR: 40004,
  UNSUPPORTED_MEDIA_TYPE: 40005,
  NOT_IMPLEMENTED: 40006,
  INVALID_SESSION: 40007,
  MALFORMED_TRANSACTION: 40008,
  NOT_ENOUGH_RESOURCES: 40009,

  MEDIA_OBJECT_TYPE_NOT_FOUND: 40100,
  MEDIA_OBJECT_NOT_FOUND: 40101,
  MEDIA_OBJECT_CONSTRUCTOR_NOT_FOUND: 40104,
  MEDIA_OBJECT_METHOD_NOT_FOUND: 40105,
  MEDIA_OBJECT_EVENT_NOT_SUPPORTED: 40106,
  MEDIA_OBJECT_ILLEGAL_PARAM_ERROR: 40107,
  MEDIA_OBJECT_NOT_AVAILABLE: 40108,
  MEDIA_OBJECT_NOT_FOUND_TRANSACTION_NO_COMMIT: 40109,
  MEDIA_OBJECT_TAG_KEY_NOT_FOUND: 40110,
  MEDIA_OBJECT_OPERATION_NOT_SUPPORTED: 40111,

  SDP_CREATE_ERROR: 40200,
  SDP_PARSE_ERROR: 40201,
  SDP_END_POINT_NO_LOCAL_SDP_ERROR: 40202,
  SDP_END_POINT_NO_REMOTE_SDP_ERROR: 40203,
  SDP_END_POINT_GENERATE_OFFER_ERROR: 40204,
  SDP_END_POINT_PROCESS_OFFER_ERROR: 40205,
  SDP_END_POINT_PROCESS_ANSWER_ERROR: 40206,
  SDP_CONFIGURATION_ERROR: 40207,
  SDP_END_POINT_ALREADY_NEGOTIATED: 40208,
  SDP_END_POINT_NOT_OFFER_GENERATED: 40209,
  SDP_END_POINT_ANSWER_ALREADY_PROCCESED: 40210,
  SDP_END_POINT_CANNOT_CREATE_SESSON: 40211,

  HTTP_END_POINT_REGISTRATION_ERROR: 40300,
  ICE_GATHER_CANDIDATES_ERROR: 40400,
  ICE_ADD_CANDIDATE_ERROR: 40401,
  /** Kurento gives the "kmd not found" error this type. */
  UNDEFINED: 40500,
  URI_PATH_FILE_NOT_FOUND: 40600,
  PLAYER_SEEK_FAIL: 40700,
} as const;

/** The name of an error, e.g. `MEDIA_OBJECT_NOT_FOUND`. */
export type ErrorType = keyof typeof errorCodes;

/** An error as it travels in a reply. */
export interface ErrorBody {
  readonly code: number;
  readonly message: string;
  /** `reason` is ours: what lies behind one of Kurento's more general messages. */
  readonly data?: { readonly type: ErrorType; readonly reason?: string };
}

/** The one error class of the control plane: whatever throws it is answered to the client. */
export class KurentoError extends Error {
  override readonly name = 'KurentoError';
  /** As in {@link errorCodes}. */
  readonly code: number;
  /** What lies behind the message, where that is Kurento's and too general. */
  readonly reason: string | undefined;

  constructor(
    readonly type: ErrorType,
    message: string,
    options?: ErrorOptions & { readonly reason?: string },
  ) {
    super(message, options);
    this.code = errorCodes[type];
    this.reason = options?.reason;
  }

  /** The wire form; JSON-RPC's own errors carry no `data`, except INVALID_PARAMS. */
  toBody(): ErrorBody {
    const { code, message, type, reason } = this;
    if (code < 0 && type !== 'INVALID_PARAMS') return { code, message };
    return { code, message, data: { type, ...(reason !== undefined && { reason }) } };
  }
}
