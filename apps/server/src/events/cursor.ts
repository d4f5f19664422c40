import { badInput } from '../errors.js';

/** A place in an event log: after the event of this number, in the log of this name. */
export interface Cursor {
  /** Names one log of one run of the server: a number means nothing in another one. */
  readonly epoch: string;
  /** 0 is before the first event. */
  readonly sequence: number;
}

/** Opaque to clients. */
export function encodeCursor({ epoch, sequence }: Cursor): string {
  return Buffer.from(`${epoch}.${sequence}`).toString('base64url');
}

/** @throws ApiError BAD_USER_INPUT when it is none of ours */
export function decodeCursor(field: string, text: string): Cursor {
  const match = /^([\w-]{1,32})\.(\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString());
  if (!match) throw badInput(`${field}: is not a cursor of this API.`);
  return { epoch: match[1]!, sequence: Number(match[2]) };
}
