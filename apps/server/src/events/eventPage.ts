import type { CrowdEventConnection, CrowdEventPageQuery } from '@crowdlens/schema';
import { badInput } from '../errors.js';
import type { HistoryStore, LogName } from '../history/HistoryStore.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { eventConditions } from './filter.js';

const DEFAULT_PAGE = 50;
const MAX_PAGE = 500;

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
  const { first, last, after, before } = query;
  if (isGiven(first) && isGiven(last)) throw badInput('Give first or last, not both.');
  checkSize('first', first);
  checkSize('last', last);
  const wanted = eventConditions(query.filter);
  const sequenceOf = (field: string, cursor: string) => {
    const { log, sequence } = decodeCursor(field, cursor);
    return log === name.log ? sequence : 0;
  };
  const start = isGiven(after) ? sequenceOf('after', after) : 0;
  const end = isGiven(before) ? { before: sequenceOf('before', before) } : {};

  const fromEnd = isGiven(last);
  const limit = last ?? first ?? DEFAULT_PAGE;
  // One more than is wanted tells whether there is more on that side.
  const range = { after: start, ...end, fromEnd, limit: limit + 1 };
  const found = await store.events(name, wanted, range);
  const page = fromEnd ? found.slice(-limit) : found.slice(0, limit);
  const from = page[0]?.sequence ?? start + 1;
  const to = page.at(-1)?.sequence ?? from - 1;
  const beyond = fromEnd ? { after: to } : { after: 0, before: from };
  const hasMore = found.length > limit;
  const hasBeyond = (await store.events(name, wanted, { ...beyond, limit: 1 })).length > 0;

  const edges = page.map((node) => ({
    cursor: encodeCursor({ log: name.log, sequence: node.sequence }),
    node,
  }));
  return {
    edges,
    pageInfo: {
      hasPreviousPage: fromEnd ? hasMore : hasBeyond,
      hasNextPage: fromEnd ? hasBeyond : hasMore,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function checkSize(field: string, size: number | null | undefined): void {
  if (isGiven(size) && (size < 1 || size > MAX_PAGE)) {
    throw badInput(`${field}: must be from 1 to ${MAX_PAGE}, not ${size}.`);
  }
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
