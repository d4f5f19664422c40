import { ApiError } from '../errors.js';
import type { ErrorCode } from '../errors.js';
import { toApiError } from '../graphql/errors.js';
import { KurentoError } from '../media/errors.js';

/** What JSON has no word for: `{ "$date": milliseconds since 1970 }`. */
const DATE = '$date';

/** A message between servers: JSON that also carries dates. */
export function encode(message: object): string {
  return JSON.stringify(message, function (this: Record<string, unknown>, key, value: unknown) {
    // JSON.stringify has made a text of it already.
    const original = this[key];
    return original instanceof Date ? { [DATE]: original.getTime() } : value;
  });
}

/** Reads what {@link encode} has written; the servers of a cluster trust each other. */
export function decode(text: string): unknown {
  const message: unknown = JSON.parse(text, (_key, value: unknown) =>
    isDate(value) ? new Date(value[DATE]) : value,
  );
  return message;
}

/** An error on its way from one server to another. */
export interface WiredError {
  readonly code: ErrorCode | number;
  readonly message: string;
  readonly details: object;
}

/** Of what nobody expected only that it happened is told: the log of the server where it did says what. */
export function wiredError(error: unknown): WiredError | undefined {
  if (error instanceof KurentoError) {
    return { code: error.code, message: error.message, details: {} };
  }
  const known = toApiError(error);
  return known && { code: known.code, message: known.message, details: known.extensions };
}

/** The error that {@link wiredError} was made of. */
export function unwiredError(wired: WiredError | undefined): Error {
  if (!wired) return new Error('The server that leads failed to answer; its log says why.');
  const { code, message, details } = wired;
  if (typeof code === 'number') return new KurentoError(code, message);
  return new ApiError(code, message, { details });
}

function isDate(value: unknown): value is { [DATE]: number } {
  return typeof value === 'object' && value !== null && DATE in value;
}
