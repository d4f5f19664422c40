import type { CrowdEvent } from '../api/operations.js';

/** The events on the page, newest first; beyond this number the oldest are dropped. */
export const MAX_EVENTS = 300;

/** Adds events to a list that is newest first; what is already there is not added twice. */
export function mergeEvents(
  list: readonly CrowdEvent[],
  incoming: readonly CrowdEvent[],
): CrowdEvent[] {
  const known = new Set(list.map(({ id }) => id));
  const added = incoming.filter(({ id }) => !known.has(id));
  return [...added, ...list].sort(newestFirst).slice(0, MAX_EVENTS);
}

/** Times are ISO 8601 in UTC, so they sort as text; sequence numbers begin anew with the server. */
function newestFirst(a: CrowdEvent, b: CrowdEvent): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  return b.sequence - a.sequence;
}
