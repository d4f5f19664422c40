/** An error the page can name: `code` says which one, the message what happened. */
export class ApiError extends Error {
  /** A code of the API (`PRESENTER_TAKEN`, …), or `SERVER_UNREACHABLE` when no answer came. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ApiError';
    this.code = code;
  }
}

interface GraphQLErrorShape {
  message: string;
  extensions?: { code?: unknown };
}

/** The first of the errors in a GraphQL answer, as our own class. */
export function apiErrorOf(errors: readonly GraphQLErrorShape[]): ApiError {
  const [first] = errors;
  const code = first?.extensions?.code;
  return new ApiError(
    typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR',
    first?.message ?? 'The server refused without a reason.',
  );
}
