import { isBroadcastId } from './broadcast/broadcastId.js';
import { badInput } from './errors.js';

const MAX_NAME = 100;

/**
 * A name for people: something to read.
 *
 * @throws ApiError BAD_USER_INPUT
 */
export function checkName(field: string, name: string): void {
  if (name.trim() !== '' && name.length <= MAX_NAME) return;
  const isLong = name.length > MAX_NAME;
  const found = isLong ? `${name.length} characters` : `"${name}"`;
  throw badInput(
    `${field}: must be 1 to ${MAX_NAME} characters, not only blanks, and was ${found}.`,
  );
}

/**
 * The id of a broadcast, which need not exist yet.
 *
 * @throws ApiError BAD_USER_INPUT
 */
export function checkBroadcastId(field: string, id: string): void {
  if (isBroadcastId(id)) return;
  throw badInput(
    `${field}: must be 1 to 64 letters, digits, "-" or "_", not "${id.slice(0, 64)}".`,
  );
}
