/** Times as `<input type="datetime-local">` has them: without a zone, in the one of this browser. */

/**
 * @param time - milliseconds since 1970
 * @returns an empty text without a time.
 */
export function localTime(time: number | undefined): string {
  if (time === undefined) return '';
  const minutes = new Date(time).getTimezoneOffset();
  return new Date(time - minutes * 60_000).toISOString().slice(0, 19);
}

/** Milliseconds since 1970; undefined for what is no time. */
export function timeOf(local: string): number | undefined {
  const time = Date.parse(local);
  return Number.isNaN(time) ? undefined : time;
}
