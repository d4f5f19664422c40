/** Every code that a client of the API can meet in `extensions.code`, beside those of GraphQL itself. */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'BROADCAST_NOT_FOUND'
  | 'BROADCAST_NOT_LIVE'
  | 'PRESENTER_TAKEN'
  | 'SDP_INVALID'
  | 'SESSION_NOT_FOUND'
  | 'REGION_NOT_FOUND'
  | 'REVISION_NOT_FOUND'
  | 'REVISION_CONFLICT'
  | 'ALERT_NOT_FOUND'
  | 'ALERT_RULE_NOT_FOUND'
  | 'WEBHOOK_NOT_FOUND'
  | 'WEBHOOK_DELIVERY_NOT_FOUND'
  | 'RECORDING_NOT_FOUND'
  | 'DISK_FULL'
  | 'LIMIT_EXCEEDED'
  | 'RATE_LIMITED'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_SUPPORTED'
  | 'CLUSTER_UNAVAILABLE'
  | 'HISTORY_UNAVAILABLE'
  | 'MEDIA_SERVER_UNAVAILABLE';

/** An error that is meant for the client: a code, and a sentence that says what to do. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly #details: object;

  /** @param details - what else the client shall find in `extensions` */
  constructor(code: ErrorCode, message: string, options?: ErrorOptions & { details?: object }) {
    super(message, options);
    this.code = code;
    this.#details = options?.details ?? {};
  }

  /** graphql-js copies it to the error that the client gets. */
  get extensions(): { code: ErrorCode } {
    return { ...this.#details, code: this.code };
  }
}

/** An input outside its bounds. */
export function badInput(message: string, options?: ErrorOptions): ApiError {
  return new ApiError('BAD_USER_INPUT', message, options);
}
