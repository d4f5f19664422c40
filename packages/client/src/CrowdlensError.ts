/** With it graphql-ws closes a socket whose token is wrong, or no longer good. */
const FORBIDDEN = 4403;

/** The server's refusal: what happened and what to do, with one of the API's codes. */
export class CrowdlensError extends Error {
  override readonly name = 'CrowdlensError';

  constructor(
    /** E.g. `BROADCAST_NOT_FOUND`; `UNKNOWN` when the server gave none. */
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** From what came in place of data: GraphQL errors, or whatever the socket threw. */
  static from(cause: unknown): CrowdlensError {
    if (cause instanceof CrowdlensError) return cause;
    const first = (Array.isArray(cause) ? cause[0] : cause) as
      | { message?: string; reason?: string; code?: unknown; extensions?: { code?: string } }
      | undefined;
    const unknown = first?.code === FORBIDDEN ? 'UNAUTHENTICATED' : 'UNKNOWN';
    return new CrowdlensError(
      first?.extensions?.code ?? unknown,
      first?.message ?? first?.reason ?? 'The server gave neither data nor a reason.',
      { cause },
    );
  }
}
