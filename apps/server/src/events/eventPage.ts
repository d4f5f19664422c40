import type { CrowdEventConnection, CrowdEventPageQuery } from '@crowdlens/schema';
import type { HistoryStore, LogName } from '../history/HistoryStore.js';
import { connectionPage } from './connection.js';
import { decodeCursorOf, encodeCursor } from './cursor.js';
import { eventConditions } from './filter.js';

/**
 * A page of a log, as Relay's cursor connections define it.
 *
 * @throws ApiError BAD_USER_INPUT; HistoryError
 */
export async function eventPage(
  store: HistoryStore,
  name: LogName,
  query: CrowdEventPageQuery,
): Promise<CrowdEventConnection> {
  const wanted = eventConditions(query.filter);
  return connectionPage(query, {
    read: (range) => store.events(name, wanted, range),
    placeOf: ({ sequence }) => sequence,
    encode: (sequence) => encodeCursor({ log: name.log, sequence }),
    decode: (field, cursor) => decodeCursorOf([name.log], field, cursor).sequence,
  });
}
