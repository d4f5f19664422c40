import type { CrowdEventConnection, CrowdEventPageQuery } from '@crowdlens/schema';
import { badInput } from '../errors.js';
import { decodeCursor } from './cursor.js';
import type { EventLog } from './EventLog.js';
import { eventTest } from './filter.js';

const DEFAULT_PAGE = 50;
const MAX_PAGE = 500;

/**
 * A page of a log, as Relay's cursor connections define it.
 *
 * @throws ApiError BAD_USER_INPUT
 */
export function eventPage(log: EventLog, query: CrowdEventPageQuery): CrowdEventConnection {
  const { first, last, after, before } = query;
  if (isGiven(first) && isGiven(last)) throw badInput('Give first or last, not both.');
  for (const [field, size] of [
    ['first', first],
    ['last', last],
  ] as const) {
    if (isGiven(size) && (size < 1 || size > MAX_PAGE)) {
      throw badInput(`${field}: must be from 1 to ${MAX_PAGE}, not ${size}.`);
    }
  }
  const start = isGiven(after) ? log.sequenceOf(decodeCursor('after', after)) : 0;
  const end = isGiven(before) ? log.sequenceOf(decodeCursor('before', before)) : Infinity;

  const wanted = eventTest(query.filter);
  const all = [...log.events()].filter(wanted);
  const between = all.filter(({ sequence }) => sequence > start && sequence < end);
  const page = isGiven(last) ? between.slice(-last) : between.slice(0, first ?? DEFAULT_PAGE);

  const edges = page.map((node) => ({ cursor: log.cursorOf(node.sequence), node }));
  const from = page[0]?.sequence ?? start + 1;
  const to = page.at(-1)?.sequence ?? from - 1;
  return {
    edges,
    pageInfo: {
      hasPreviousPage: all.some(({ sequence }) => sequence < from),
      hasNextPage: all.some(({ sequence }) => sequence > to),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
