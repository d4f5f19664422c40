import type { ErrorRequestHandler } from 'express';
import type { ErrorCode } from '../errors.js';
import { toApiError } from '../graphql/errors.js';
import type { ErrorSink } from '../graphql/errors.js';

/** What HTTP itself has a word for. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly code = 'BAD_REQUEST';
  /** RFC 9110, 15. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What is not here is a bad request. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BROADCAST_NOT_FOUND: 404,
  SESSION_NOT_FOUND: 404,
  ALERT_NOT_FOUND: 404,
  RECORDING_NOT_FOUND: 404,
  BROADCAST_NOT_LIVE: 409,
  PRESENTER_TAKEN: 409,
  RATE_LIMITED: 429,
  LIMIT_EXCEEDED: 503,
  CLUSTER_UNAVAILABLE: 503,
  HISTORY_UNAVAILABLE: 503,
  MEDIA_SERVER_UNAVAILABLE: 503,
};

const RETRY_LATER = new Set([409, 429, 503]);
const RETRY_AFTER_SECONDS = 5;

/** Answers errors as GraphQL does, with the status that fits. Express would send the stack. */
export function httpErrors({ log, errors }: ErrorSink): ErrorRequestHandler {
  return (error: Error & { status?: number }, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = toApiError(error);
    const status = known ? (STATUS[known.code] ?? 400) : (error.status ?? 500);
    if (status === 401) response.set('WWW-Authenticate', 'Bearer');
    if (RETRY_LATER.has(status)) response.set('Retry-After', String(RETRY_AFTER_SECONDS));
    response.status(status);
    const isOurs = known === undefined && status >= 500;
    errors.add(known?.code ?? (isOurs ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST'));
    if (isOurs) {
      log.error({ err: error }, 'a request failed');
      const message = 'Something went wrong in the server; its log says what.';
      response.json({ errors: [{ message, extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
      return;
    }
    const { message } = known ?? error;
    response.json({ errors: [{ message, extensions: { code: known?.code ?? 'BAD_REQUEST' } }] });
  };
}
