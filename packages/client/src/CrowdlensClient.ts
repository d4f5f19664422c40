import { createClient, type Client } from 'graphql-ws';
import { CrowdlensError } from './CrowdlensError.js';
import type {
  AlertMessage,
  CrowdEventFilter,
  CrowdEventMessage,
  MeasurementFrame,
} from './types.js';

/** What a {@link CrowdlensClient} needs. */
export interface CrowdlensClientOptions {
  /** Of the server, e.g. `http://localhost:4000`. */
  readonly url: string;
  /** An access token, where the server wants one. */
  readonly token?: string;
  /** Where there is no global WebSocket (Node.js before 22): `WebSocket` of the package ws. */
  readonly webSocket?: unknown;
}

/** Which events are wanted. */
export interface CrowdEventOptions {
  /** Default `main`. */
  readonly broadcastId?: string;
  readonly filter?: CrowdEventFilter;
  /** Cursor of the last message that was dealt with; without it, events from the first `next` on. */
  readonly after?: string;
  /** Ends the stream. */
  readonly signal?: AbortSignal;
}

/** Which alerts are wanted. */
export interface AlertOptions {
  /** All when left out. */
  readonly broadcastId?: string;
  /** Cursor of the last message that was dealt with; without it, first what is open. */
  readonly after?: string;
  /** Ends the stream. */
  readonly signal?: AbortSignal;
}

/** Which measurements are wanted, and how many. */
export interface MeasurementOptions {
  /** Default `main`. */
  readonly broadcastId?: string;
  /** All when left out. */
  readonly regionIds?: readonly string[];
  /** Least time between two values; milliseconds, 0 to 60000, default 200. */
  readonly throttleMs?: number;
  /** Ends the stream. */
  readonly signal?: AbortSignal;
}

const EVENTS = `subscription ($broadcastId: ID!, $filter: CrowdEventFilter, $after: String) {
  crowdEvents(broadcastId: $broadcastId, filter: $filter, after: $after) {
    cursor skipped
    event {
      __typename id broadcastId regionId sequence at revision
      ... on OccupancyEvent { percentage level previousLevel }
      ... on FluidityEvent { percentage level previousLevel }
      ... on DirectionEvent { angle compass }
    }
  }
}`;

const EVENT_CURSOR = `query ($broadcastId: ID!) { cursor: eventCursor(broadcastId: $broadcastId) }`;

const ALERTS = `subscription ($broadcastId: ID, $after: String) {
  alertChanged(broadcastId: $broadcastId, after: $after) {
    cursor
    alert {
      id ruleId ruleName broadcastId regionId kind beganAt raisedAt lastSeenAt endedAt ending
      peak peakLevel peakAt compass acknowledgedAt acknowledgedBy
    }
  }
}`;

const ALERT_CURSOR = `{ cursor: alertCursor }`;

const MEASUREMENTS = `subscription ($broadcastId: ID!, $throttleMs: Int, $regionIds: [ID!]) {
  measurements(broadcastId: $broadcastId, throttleMs: $throttleMs, regionIds: $regionIds) {
    broadcastId at
    regions { regionId occupancy occupancyLevel fluidity fluidityLevel direction compass }
  }
}`;

/** Between two attempts to reach a server that is away. */
const RETRY_MS = 500;

/** How long a connection is kept that nothing uses. */
const LINGER_MS = 500;

/** A Crowdlens server as an outside program uses it. Holds one WebSocket while a stream is open, and for a moment after. */
export class CrowdlensClient {
  readonly #options: CrowdlensClientOptions;
  readonly #socket: Client;

  constructor(options: CrowdlensClientOptions) {
    this.#options = options;
    const { url, token, webSocket } = options;
    this.#socket = createClient({
      url: `${url.replace(/^http/, 'ws').replace(/\/$/, '')}/graphql`,
      ...(webSocket !== undefined && { webSocketImpl: webSocket }),
      ...(token !== undefined && { connectionParams: { Authorization: `Bearer ${token}` } }),
      // A retried subscription would begin at its old cursor: streams retry themselves.
      retryAttempts: 0,
      // One stream often begins where another operation has just ended.
      lazyCloseTimeout: LINGER_MS,
    });
  }

  /**
   * One query or mutation.
   *
   * @throws CrowdlensError with the server's code, UNKNOWN for what is no answer of it; TypeError (from `fetch`) when it is not reached
   */
  async request<Data>(query: string, variables: object = {}): Promise<Data> {
    const { url, token } = this.#options;
    const response = await fetch(`${url.replace(/\/$/, '')}/graphql`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await answerOf(response);
    if (errors?.length || data === undefined) throw CrowdlensError.from(errors);
    return data as Data;
  }

  /**
   * Crowd events as they happen, each once and in order. A connection that breaks off is made
   * again, and what happened meanwhile comes first; where the server no longer has it, a message
   * without event says how many are gone.
   *
   * @throws CrowdlensError when the server refuses, e.g. BROADCAST_NOT_FOUND; UNAUTHENTICATED also
   * when the token ends: go on with a client that has another one, and `after` the last cursor
   */
  async *crowdEvents(options: CrowdEventOptions = {}): AsyncGenerator<CrowdEventMessage, void> {
    const { broadcastId = 'main', filter, signal } = options;
    // Without a place to go on from, what happens before the first message could be missed.
    let after = options.after ?? (await this.#place(EVENT_CURSOR, { broadcastId }, signal));
    const messages = this.#subscribe<{ crowdEvents: CrowdEventMessage }>(
      EVENTS,
      () => ({ broadcastId, filter, after }),
      signal,
    );
    for await (const { crowdEvents } of messages) {
      after = crowdEvents.cursor;
      yield crowdEvents;
    }
  }

  /**
   * The open alerts, then each alert as it is after a change. A connection that breaks off is made
   * again, and what changed meanwhile comes first; of several changes of one alert, the newest.
   *
   * @throws CrowdlensError when the server refuses, e.g. BROADCAST_NOT_FOUND
   */
  async *alerts(options: AlertOptions = {}): AsyncGenerator<AlertMessage, void> {
    const { broadcastId, signal } = options;
    // As of events: what is raised and over before the first message would be missed.
    let after = options.after ?? (await this.#place(ALERT_CURSOR, {}, signal));
    const messages = this.#subscribe<{ alertChanged: AlertMessage }>(
      ALERTS,
      () => ({ broadcastId, after }),
      signal,
    );
    for await (const { alertChanged } of messages) {
      after = alertChanged.cursor;
      yield alertChanged;
    }
  }

  /**
   * What is measured now: the present values, then the newest ones. A connection that breaks off
   * is made again; what was measured meanwhile is left out.
   *
   * @throws CrowdlensError when the server refuses, e.g. BROADCAST_NOT_FOUND
   */
  async *measurements(options: MeasurementOptions = {}): AsyncGenerator<MeasurementFrame, void> {
    const { broadcastId = 'main', regionIds, throttleMs = 200, signal } = options;
    const frames = this.#subscribe<{ measurements: MeasurementFrame }>(
      MEASUREMENTS,
      () => ({ broadcastId, regionIds, throttleMs }),
      signal,
    );
    for await (const { measurements } of frames) yield measurements;
  }

  /** Where a stream that begins now goes on, whenever it gets through; undefined when the signal came first. */
  async #place(
    query: string,
    variables: Record<string, unknown>,
    signal: AbortSignal | undefined,
  ): Promise<string | undefined> {
    const answers = this.#subscribe<{ cursor: string }>(query, () => variables, signal);
    for await (const { cursor } of answers) return cursor;
    return undefined;
  }

  /** @param variables - asked for again with each new connection */
  async *#subscribe<Data>(
    query: string,
    variables: () => Record<string, unknown>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Data, void> {
    for (;;) {
      if (signal?.aborted) return;
      const messages = this.#socket.iterate<Data>({ query, variables: variables() });
      const stop = () => void messages.return?.();
      signal?.addEventListener('abort', stop);
      try {
        for await (const { data, errors } of messages) {
          if (errors || !data) throw CrowdlensError.from(errors);
          yield data;
        }
      } catch (error) {
        if (!isLostConnection(error)) throw CrowdlensError.from(error);
      } finally {
        signal?.removeEventListener('abort', stop);
        stop();
      }
      await pause(RETRY_MS, signal);
    }
  }

  /** Ends all streams and the connection. */
  async close(): Promise<void> {
    await this.#socket.dispose();
  }
}

/** Whatever stands between may answer without JSON. */
async function answerOf(response: Response): Promise<{ data?: unknown; errors?: unknown[] }> {
  const text = await response.text();
  try {
    return JSON.parse(text) as { data?: unknown };
  } catch {
    const message = `HTTP ${response.status} in place of an answer: ${text.slice(0, 200).trim()}`;
    return { errors: [{ message }] };
  }
}

/** A socket that could not be opened or was closed; anything else the server has said. */
function isLostConnection(error: unknown): boolean {
  if (error instanceof CrowdlensError || Array.isArray(error)) return false;
  const code = (error as { code?: unknown }).code;
  // 44xx are graphql-ws's own: the server refuses, and would again.
  return typeof code !== 'number' || code < 4400 || code >= 4500;
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done);
  });
}
