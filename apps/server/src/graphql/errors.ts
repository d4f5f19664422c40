import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError } from 'graphql';
import type { ExecutionResult, FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { ApiError } from '../errors.js';
import type { Tally } from '../metrics/Tally.js';
import { HistoryError } from '../history/HistoryStore.js';
import { traceFields } from '../tracing/spans.js';
import { KurentoError, MediaServerUnavailableError, NotSupportedError } from '../media/errors.js';

/** Where errors go, beside the client. */
export interface ErrorSink {
  readonly log: Logger;
  /** By code. */
  readonly errors: Tally;
}

/**
 * Makes of whatever went wrong what a client may see: a code and a sentence. What we did not
 * expect is logged, and the client learns only that it happened.
 */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  sink: ErrorSink,
): GraphQLFormattedError & { extensions: { code: string } } {
  const presented = presentError(formatted, error, sink.log);
  sink.errors.add(presented.extensions.code);
  return presented;
}

function presentError(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: Logger,
): GraphQLFormattedError & { extensions: { code: string } } {
  const cause = unwrapResolverError(error);
  if (cause instanceof GraphQLError && isAboutOperation(cause, formatted)) {
    const { code, ...extensions } = formatted.extensions ?? {};
    // graphql-js gives none to what it says of variables and arguments, and Apollo then this one.
    const known = code === undefined || code === 'INTERNAL_SERVER_ERROR' ? 'BAD_USER_INPUT' : code;
    return { ...formatted, extensions: { ...extensions, code: known as string } };
  }
  const known = toApiError(cause);
  if (known) return { ...formatted, message: known.message, extensions: known.extensions };
  log.error({ err: cause, ...traceFields(cause) }, 'an operation failed');
  return {
    ...formatted,
    message: 'Something went wrong in the server; its log says what.',
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
}

/** Written by graphql-js, Apollo or a limit; not by a scalar about a value of ours, which knows no place in the text. */
function isAboutOperation({ nodes }: GraphQLError, { path }: GraphQLFormattedError): boolean {
  return nodes !== undefined || path === undefined;
}

/** What graphql-js says of an execution, or graphql-ws of one. */
export type ExecutionOutcome = {
  readonly [Field in 'data' | 'errors']?: ExecutionResult[Field] | undefined;
};

/** A result as clients may see it. */
export function formatResult(
  { data, errors }: ExecutionOutcome,
  sink: ErrorSink,
): FormattedExecutionResult {
  if (!errors) return data === undefined ? {} : { data };
  return {
    data: data ?? null,
    errors: errors.map((error) => formatError(error.toJSON(), error, sink)),
  };
}

/** What a client may know of an error; undefined when it was not expected. */
export function toApiError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (error instanceof NotSupportedError) return new ApiError('NOT_SUPPORTED', error.message);
  if (error instanceof HistoryError) return new ApiError('HISTORY_UNAVAILABLE', error.message);
  if (error instanceof MediaServerUnavailableError) {
    return new ApiError('MEDIA_SERVER_UNAVAILABLE', `${error.message} Try again in a moment.`);
  }
  if (!(error instanceof KurentoError)) return undefined;
  if (error.isAboutSdp) return new ApiError('SDP_INVALID', `sdpOffer: ${error.message}`);
  if (error.isAboutResources) return new ApiError('LIMIT_EXCEEDED', error.message);
  return new ApiError(
    'MEDIA_SERVER_UNAVAILABLE',
    `The media server could not do it: ${error.message.replace(/\.$/, '')}. Try again.`,
  );
}
