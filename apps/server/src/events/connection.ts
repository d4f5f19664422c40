import type { PageArgs } from '@crowdlens/schema';
import { badInput } from '../errors.js';

const DEFAULT_PAGE = 50;
const MAX_PAGE = 500;

/** Which page of a list is wanted, as Relay's cursor connections have it. */
export type PageQuery = Readonly<Partial<PageArgs>>;

/** Some entries of a list, by their place. */
export interface PlaceRange {
  /** Only entries behind this place. */
  readonly after: number;
  /** Only entries before this place. */
  readonly before?: number;
  readonly limit: number;
  /** Whether the last of them are wanted; in either case the first comes first. */
  readonly fromEnd?: boolean;
}

/** A list of which {@link connectionPage} gives pages. */
export interface PagedList<T> {
  /** Entries in the order of their places. */
  read(range: PlaceRange): Promise<readonly T[]>;
  placeOf(entry: T): number;
  encode(place: number): string;
  /** @throws ApiError BAD_USER_INPUT */
  decode(field: string, cursor: string): number;
}

/** A page of a list (Relay cursor connections). */
export interface ConnectionPage<T> {
  readonly edges: { readonly cursor: string; readonly node: T }[];
  readonly pageInfo: {
    readonly hasPreviousPage: boolean;
    readonly hasNextPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/**
 * A page of a list, as Relay's cursor connections define it.
 *
 * @throws ApiError BAD_USER_INPUT, and what `list.read` throws
 */
export async function connectionPage<T>(
  { first, last, after, before }: PageQuery,
  list: PagedList<T>,
): Promise<ConnectionPage<T>> {
  if (isGiven(first) && isGiven(last)) throw badInput('Give first or last, not both.');
  checkSize('first', first);
  checkSize('last', last);
  const start = isGiven(after) ? list.decode('after', after) : 0;
  const end = isGiven(before) ? { before: list.decode('before', before) } : {};

  const fromEnd = isGiven(last);
  const limit = last ?? first ?? DEFAULT_PAGE;
  // One more than is wanted tells whether there is more on that side.
  const found = await list.read({ after: start, ...end, fromEnd, limit: limit + 1 });
  const page = fromEnd ? found.slice(-limit) : found.slice(0, limit);
  const places = page.map((entry) => list.placeOf(entry));
  const from = places[0] ?? start + 1;
  const to = places.at(-1) ?? from - 1;
  const beyond = fromEnd ? { after: to } : { after: 0, before: from };
  const hasMore = found.length > limit;
  const hasBeyond = (await list.read({ ...beyond, limit: 1 })).length > 0;

  const edges = page.map((node, i) => ({ cursor: list.encode(places[i]!), node }));
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
