import { badInput } from '../errors.js';

/** A place in an event log: after the event of this number. */
export interface Cursor {
  /** Names the log: a number means nothing in another one. */
  readonly log: number;
  /** 0 is before the first event. */
  readonly sequence: number;
}

/** Opaque to clients. */
export function encodeCursor({ log, sequence }: Cursor): string {
  return Buffer.from(`${log}.${sequence}`).toString('base64url');
}

/** @throws ApiError BAD_USER_INPUT when it is none of ours */
export function decodeCursor(field: string, text: string): Cursor {
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString());
  if (!match) throw badInput(`${field}: is not a cursor of this API.`);
  return { log: Number(match[1]), sequence: Number(match[2]) };
}

/**
 * As {@link decodeCursor}, in one of these logs.
 *
 * @throws ApiError BAD_USER_INPUT when it is none of ours, or one of another log
 */
export function decodeCursorOf(logs: readonly number[], field: string, text: string): Cursor {
  const cursor = decodeCursor(field, text);
  if (logs.includes(cursor.log)) return cursor;
  throw badInput(
    `${field}: is the cursor of something else, or of a broadcast that was deleted meanwhile.`,
  );
}
