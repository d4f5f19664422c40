import type { CrowdEvent } from '../api/operations/events.js';

/** What can be put in order. */
type Listed = Pick<CrowdEvent, 'id' | 'at' | 'sequence'>;

/** The live events on the page, newest first; beyond this number the oldest half is dropped. */
export const MAX_EVENTS = 1000;

/** Adds events to a list that is newest first; what is already there is not added twice. */
export function mergeEvents<Event extends Listed>(
  list: readonly Event[],
  incoming: readonly Event[],
): Event[] {
  const known = new Set(list.map(({ id }) => id));
  const added = incoming.filter(({ id }) => !known.has(id));
  const merged = [...added, ...list].sort(newestFirst);
  // Half at once: whoever holds older events by their place behind these need not look again at each event.
  return merged.length > MAX_EVENTS ? merged.slice(0, MAX_EVENTS / 2) : merged;
}

/** Times are ISO 8601 in UTC, so they sort as text; sequence numbers begin anew with the server. */
function newestFirst(a: Listed, b: Listed): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  return b.sequence - a.sequence;
}
