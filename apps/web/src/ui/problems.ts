import { t } from '../text/text.js';

/** A thing that went wrong as the user should read it: what happened, and what to do about it. */
export interface Problem {
  title: string;
  remedy: string;
}

const PROBLEMS: Partial<Record<string, Problem>> = t.problems;

/** Errors that already say everything in their message. */
const SPEAKING_CODES = new Set([
  'BAD_USER_INPUT',
  'NOT_SUPPORTED',
  'REGION_NOT_FOUND',
  'SDP_INVALID',
]);

/** Turns anything thrown into something to read. */
export function problemOf(error: unknown): Problem {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : t.problem.noReason;
  const known = code === undefined ? undefined : PROBLEMS[code];
  if (known) return known;
  if (code !== undefined && SPEAKING_CODES.has(code)) {
    return { title: t.problem.refused, remedy: message };
  }
  return { title: t.problem.unknown, remedy: t.problem.unknownRemedy(message) };
}

/** The `code` of a typed error, if it has one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
