import type { ApiClient } from '../api/client.js';
import { CrowdEventsQuery, type PlacedEvent } from '../api/operations/events.js';
import { apiFilter, matches, NO_FILTER, type EventFilter } from './eventFilter.js';

const PAGE = 50;
/** Older events on the page at once; whoever wants more narrows the filter or exports them. */
const MAX_LOADED = 1000;

/** The events that are known without asking: the newest ones, newest first. */
export interface NewestEvents {
  readonly events: readonly PlacedEvent[];
  /** There is none before the oldest of them. */
  readonly complete: boolean;
}

/** What was fetched: before the newest events, or around a past moment. */
interface Fetched {
  readonly events: readonly PlacedEvent[];
  readonly older: boolean;
  readonly newer: boolean;
  /** Cursor of the newest event's oldest, behind which it was fetched. */
  readonly behind: string | undefined;
}

const NOTHING: Fetched = { events: [], older: true, newer: false, behind: undefined };

/** The list of events as somebody looks at it: filtered, with older pages, live or around a past moment. */
export class EventPages {
  readonly #client: ApiClient;
  readonly #broadcastId: string;
  readonly #newest: NewestEvents;
  #filter = $state.raw<EventFilter>(NO_FILTER);
  #moment = $state<number>();
  #fetched = $state.raw<Fetched>(NOTHING);
  #loading = $state.raw<symbol>();
  #error = $state.raw<unknown>();

  constructor(client: ApiClient, broadcastId: string, newest: NewestEvents) {
    this.#client = client;
    this.#broadcastId = broadcastId;
    this.#newest = newest;
  }

  /** Newest first. */
  get events(): readonly PlacedEvent[] {
    const { events } = this.#held;
    if (this.#moment !== undefined) return events;
    return [...this.#newest.events.filter((event) => matches(this.#filter, event)), ...events];
  }

  get filter(): EventFilter {
    return this.#filter;
  }

  /** The past moment that is looked at, milliseconds since 1970; undefined follows what happens. */
  get moment(): number | undefined {
    return this.#moment;
  }

  get hasOlder(): boolean {
    if (this.full || (this.#moment === undefined && this.#newest.complete)) return false;
    return this.#held.older;
  }

  get hasNewer(): boolean {
    return !this.full && this.#held.newer;
  }

  /** So many were fetched that the rest is left to the export. */
  get full(): boolean {
    return this.#held.events.length >= MAX_LOADED;
  }

  get loading(): boolean {
    return this.#loading !== undefined;
  }

  /** Why the last page could not be had. */
  get error(): unknown {
    return this.#error;
  }

  /** Shows other events; where hardly any of the newest are among them, older ones are fetched. */
  async setFilter(filter: EventFilter): Promise<void> {
    this.#filter = filter;
    if (this.#moment !== undefined) return this.jump(this.#moment);
    this.follow();
    if (this.events.length < PAGE && this.hasOlder) await this.older();
  }

  /** Back to what happens now. */
  follow(): void {
    this.#moment = undefined;
    this.#fetched = NOTHING;
    this.#loading = undefined;
  }

  /**
   * The events around a moment.
   *
   * @param moment - milliseconds since 1970
   */
  async jump(moment: number): Promise<void> {
    const filter = this.#filter;
    const { from = -Infinity, to = Infinity } = filter;
    await this.#load(async () => {
      const [before, after] = await Promise.all([
        this.#page({ last: PAGE }, { ...filter, to: Math.min(moment, to) }),
        this.#page({ first: PAGE }, { ...filter, from: Math.max(moment, from) }),
      ]);
      return () => {
        this.#moment = moment;
        this.#fetched = {
          events: [...after.events, ...before.events],
          older: before.hasPreviousPage,
          newer: after.hasNextPage,
          behind: undefined,
        };
      };
    });
  }

  async older(): Promise<void> {
    const held = this.#held;
    const oldest = this.#moment === undefined ? this.#newest.events.at(-1) : undefined;
    const before = (held.events.at(-1) ?? oldest)?.cursor;
    await this.#load(async () => {
      const page = await this.#page({ last: PAGE, ...(before && { before }) }, this.#filter);
      return () => {
        const events = [...held.events, ...page.events];
        this.#fetched = { ...held, events, older: page.hasPreviousPage, behind: oldest?.cursor };
      };
    });
  }

  /** Around a past moment: the events after those shown. */
  async newer(): Promise<void> {
    const held = this.#held;
    const after = held.events[0]?.cursor;
    if (after === undefined) return;
    await this.#load(async () => {
      const page = await this.#page({ first: PAGE, after }, this.#filter);
      return () => {
        const events = [...page.events, ...held.events];
        this.#fetched = { ...held, events, newer: page.hasNextPage };
      };
    });
  }

  /** What was fetched, unless newer events between it and the newest ones have been dropped meanwhile. */
  get #held(): Fetched {
    const oldest = this.#newest.events.at(-1)?.cursor;
    const follows = this.#moment !== undefined || this.#fetched.behind === oldest;
    return follows ? this.#fetched : NOTHING;
  }

  /** The load that was begun last wins. */
  async #load(load: () => Promise<() => void>): Promise<void> {
    const mine = Symbol('load');
    this.#loading = mine;
    this.#error = undefined;
    try {
      const show = await load();
      if (this.#loading === mine) show();
    } catch (error) {
      if (this.#loading === mine) this.#error = error;
    } finally {
      if (this.#loading === mine) this.#loading = undefined;
    }
  }

  async #page(
    place: { first?: number; after?: string; last?: number; before?: string },
    filter: EventFilter,
  ) {
    const variables = { broadcastId: this.#broadcastId, ...place, filter: apiFilter(filter) };
    const { crowdEvents } = await this.#client.request(CrowdEventsQuery, variables);
    const events = crowdEvents.edges.map(({ node, cursor }) => ({ ...node, cursor })).reverse();
    return { events, ...crowdEvents.pageInfo };
  }
}
