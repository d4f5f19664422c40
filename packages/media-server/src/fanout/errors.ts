/** What a process for viewers answers instead, or that it does not answer any more. */
export class FanOutError extends Error {
  override readonly name = 'FanOutError';

  /** @param code That of the error in the process, such as `SDP_PARSE_ERROR`, or `PROCESS_DIED`. */
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
