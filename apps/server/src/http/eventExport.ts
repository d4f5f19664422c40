import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CrowdEventKind, CrowdLevel } from '@crowdlens/schema';
import type {
  CrowdEvent,
  CrowdEventFilter,
  DirectionEvent,
  FluidityEvent,
  OccupancyEvent,
} from '@crowdlens/schema';
import express from 'express';
import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { badInput } from '../errors.js';
import { EVENT_KINDS, eventConditions } from '../events/filter.js';
import { isStorable } from '../graphql/storableTexts.js';
import type { ServerApi } from '../graphql/ServerApi.js';
import { endWith } from './endWith.js';
import { callerOf } from './Gate.js';

/** One way to write events. */
interface Format {
  readonly type: string;
  readonly head: string;
  line(event: AnyEvent): string;
}

type AnyEvent = OccupancyEvent | FluidityEvent | DirectionEvent;

const COLUMNS = [
  'sequence',
  'at',
  'regionId',
  'kind',
  'percentage',
  'level',
  'previousLevel',
  'angle',
  'compass',
  'revision',
  'id',
] as const;

const FORMATS: Record<string, Format> = {
  // RFC 4180.
  csv: {
    type: 'text/csv; charset=utf-8; header=present',
    head: `${COLUMNS.join(',')}\r\n`,
    line: (event) => {
      const values = plain(event);
      return `${COLUMNS.map((column) => csvField(values[column])).join(',')}\r\n`;
    },
  },
  ndjson: {
    type: 'application/x-ndjson; charset=utf-8',
    head: '',
    line: (event) => `${JSON.stringify(plain(event))}\n`,
  },
};

/** `?kinds=A,B` as well as `?kinds=A&kinds=B`. */
const list = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((text) => text.split(',')));

const oneOf = <Values extends Record<string, string>>(values: Values) =>
  z.enum(values, {
    error: ({ input }) => `must be ${Object.values(values).join(', ')}, not "${String(input)}".`,
  });

const time = z.iso
  .datetime({
    offset: true,
    error: ({ input }) =>
      `must be a time such as 2026-01-01T08:00:00Z (a + is written %2B), not "${String(input)}".`,
  })
  .transform((text) => new Date(text));

const filters = z.strictObject({
  regionIds: list.pipe(z.array(z.string().refine(isStorable))).optional(),
  kinds: list.pipe(z.array(oneOf(CrowdEventKind))).optional(),
  minLevel: oneOf(CrowdLevel).optional(),
  from: time.optional(),
  to: time.optional(),
  /** Read by the gate. */
  access_token: z.string().optional(),
});

/**
 * `GET /export/BROADCAST/events.csv` and `.ndjson`: all events, oldest first, as fast as the client
 * takes them. Filters as in `crowdEvents`: `?regionIds=a,b&kinds=OCCUPANCY&minLevel=MED&from=…&to=…`.
 * Behind the gate's handler.
 */
export function eventExport(api: ServerApi): Router {
  const router = express.Router();
  for (const [name, format] of Object.entries(FORMATS)) {
    router.get(
      `/:broadcastId/events.${name}`,
      async (request: Request<{ broadcastId: string }>, response: Response) => {
        const { broadcastId } = request.params;
        const caller = callerOf(response);
        endWith(response, caller.validity);
        const reachable = api.within(caller.broadcastId);
        const wanted = eventConditions(filterOf(request.query));
        const past = reachable.pastEvents(broadcastId, wanted);
        response.set({
          'Content-Type': format.type,
          'Content-Disposition': `attachment; filename="${broadcastId}-events.${name}"`,
          'Cache-Control': 'no-store',
        });
        const text = Readable.from(textOf(format, past));
        await pipeline(text, response).catch((error: unknown) => {
          // Whoever goes away has had enough.
          if (!response.destroyed) throw error;
        });
      },
    );
  }
  return router;
}

async function* textOf(
  format: Format,
  pages: AsyncIterable<readonly CrowdEvent[]>,
): AsyncIterable<string> {
  yield format.head;
  for await (const page of pages) {
    yield page.map((event) => format.line(event as AnyEvent)).join('');
  }
}

/** @throws ApiError BAD_USER_INPUT */
function filterOf(query: unknown): CrowdEventFilter {
  const { data, error } = filters.safeParse(query);
  if (data) {
    const { regionIds = null, kinds = null, minLevel = null, from = null, to = null } = data;
    return { regionIds, kinds, minLevel, from, to };
  }
  throw badInput(
    error.issues.map(({ path, message }) => `${path.join('.') || 'query'}: ${message}`).join(' '),
  );
}

function plain(event: AnyEvent): Partial<Record<(typeof COLUMNS)[number], string | number>> {
  const { sequence, regionId, revision, id } = event;
  const facts = {
    sequence,
    at: event.at.toISOString(),
    regionId,
    kind: EVENT_KINDS[event.typeName],
  };
  if (event.typeName === 'DirectionEvent') {
    const { angle, compass } = event;
    return { ...facts, angle, compass, revision, id };
  }
  const { percentage, level, previousLevel } = event;
  return { ...facts, percentage, level, previousLevel, revision, id };
}

function csvField(value: string | number | undefined): string {
  const text = value === undefined ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
