/** Whether a broadcast may have this id: 1 to 64 letters, digits, `-` or `_`. */
export function isBroadcastId(id: string): boolean {
  return /^[\w-]{1,64}$/.test(id);
}
