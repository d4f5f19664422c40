import type { LogName } from './HistoryStore.js';

/** The id of an event, unique for ever: the name of a log is never given again. */
export function eventId({ broadcastId, log }: LogName, sequence: number): string {
  return `${broadcastId}-${log.toString(36)}-${sequence}`;
}
