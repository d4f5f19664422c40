/** The media server cannot be reached, or the connection was lost before it answered. */
export class MediaServerUnavailableError extends Error {
  override readonly name = 'MediaServerUnavailableError';
  readonly code = 'MEDIA_SERVER_UNAVAILABLE';
}

/** The media server works, but cannot do this. */
export class NotSupportedError extends Error {
  override readonly name = 'NotSupportedError';
  readonly code = 'NOT_SUPPORTED';
}

/** The media server refused a request. */
export class KurentoError extends Error {
  override readonly name = 'KurentoError';
  /** Kurento's number, for example 40201 SDP_PARSE_ERROR. */
  readonly code: number;

  constructor(code: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** SDP_CREATE_ERROR to SDP_END_POINT_CANNOT_CREATE_SESSON (sic). */
  get isAboutSdp(): boolean {
    return this.code >= 40200 && this.code < 40300;
  }

  /** NOT_ENOUGH_RESOURCES. */
  get isAboutResources(): boolean {
    return this.code === 40009;
  }
}
