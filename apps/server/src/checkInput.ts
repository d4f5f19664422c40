import { isBroadcastId } from './broadcast/broadcastId.js';
import { badInput } from './errors.js';

const MAX_NAME = 100;

/**
 * A name for people: something to read, which every database can keep (PostgreSQL has no U+0000).
 *
 * @throws ApiError BAD_USER_INPUT
 */
export function checkName(field: string, name: string): void {
  if (name.trim() === '' || name.length > MAX_NAME) {
    const found = name.length > 0 && name.length <= MAX_NAME ? 'blanks' : name.length;
    throw badInput(`${field}: must have 1 to ${MAX_NAME} characters, not ${found}.`);
  }
  // Cs: one half of a surrogate pair, without the other.
  if (/\p{Cc}|\p{Cs}/u.test(name)) {
    throw badInput(`${field}: must have neither control characters nor halves of characters.`);
  }
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
