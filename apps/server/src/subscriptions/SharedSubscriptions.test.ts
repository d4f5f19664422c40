import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { CrowdEventKind, CrowdLevel } from '@crowdlens/schema';
import type { Alert } from '@crowdlens/schema';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Plain } from '../plain.js';
import { startEventServer } from './eventServer.test.support.js';
import type { EventServer } from './eventServer.test.support.js';

interface Message {
  readonly cursor: string;
  readonly skipped: number;
  readonly event: { readonly sequence: number } | null;
}

const EVENTS = `subscription ($after: String, $filter: CrowdEventFilter) {
  crowdEvents(after: $after, filter: $filter) { cursor skipped event { sequence } }
}`;

/** Of about seven kilobytes each, in {@link LONG_REGION}. */
const LONG_EVENTS = EVENTS.replace(
  'event {',
  `event { ${Array.from({ length: 18 }, (_, i) => `r${i}: regionId`).join(' ')}`,
);
const LONG_REGION = 'x'.repeat(400);

const ALERT: Plain<Alert> = {
  id: 'a',
  ruleId: 'r',
  ruleName: 'crowded',
  broadcastId: 'main',
  regionId: 'all',
  kind: CrowdEventKind.OCCUPANCY,
  beganAt: new Date(0),
  raisedAt: new Date(0),
  lastSeenAt: new Date(0),
  endedAt: null,
  ending: null,
  peak: 40,
  peakLevel: CrowdLevel.MED,
  peakAt: new Date(0),
  compass: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
};

let server: EventServer;
beforeAll(async () => {
  server = await startEventServer();
});
afterAll(() => server.close());

/** Subscribes with a client of its own. */
function subscribe(variables: Record<string, unknown> = {}, query = EVENTS) {
  const client = createClient({ url: server.url, webSocketImpl: WebSocket, retryAttempts: 0 });
  onTestFinished(() => void client.dispose());
  const stream = client.iterate<{ crowdEvents: Message }>({ query, variables });
  const next = async (): Promise<Message> => {
    const { value } = await stream.next();
    if (!value.data) throw new Error(JSON.stringify(value));
    return value.data.crowdEvents;
  };
  return {
    client,
    next,
    take: async (count: number) => {
      const sequences = [];
      while (sequences.length < count) sequences.push((await next()).event?.sequence);
      return sequences;
    },
    leave: async () => {
      await stream.return?.();
      await client.dispose();
    },
  };
}

/** Subscribes; resolves when the server has done so. */
async function listen(variables?: Record<string, unknown>, query?: string) {
  const subscription = subscribe(variables, query);
  // The answer to a second operation comes after the first has been begun.
  await subscription.client.iterate({ query: '{ broadcasts { id } }' }).next();
  return subscription;
}

const from = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);

test('all listeners get each event once and in order, whenever they came', async () => {
  const first = await listen();
  await server.happen(3);
  const second = await listen();
  await server.happen(3);
  const [start = 0] = await first.take(1);
  expect(await first.take(5)).toEqual(from(start + 1, 5));
  expect(await second.take(3)).toEqual(from(start + 3, 3));
});

test('a cursor replays first, then shares, without gap or duplicate at the seam', async () => {
  const other = await listen();
  await server.happen(1);
  const { cursor, event } = await other.next();
  await server.happen(400);
  const late = await listen({ after: cursor });
  // While it replays, more happens.
  for (let n = 0; n < 20; n += 1) await server.happen(5);
  expect(await late.take(500)).toEqual(from(event!.sequence + 1, 500));
});

test('a listener that leaves at any moment, 200 times, has seen each event once', async () => {
  const start = await listen();
  await server.happen(1);
  let { cursor, event } = await start.next();
  await start.leave();
  const first = event!.sequence + 1;
  const seen: (number | undefined)[] = [];
  let happened = 0;
  const happen = async (count: number) => {
    happened += count;
    await server.happen(count);
  };
  for (let round = 0; round < 200; round += 1) {
    await happen(round % 3);
    const stream = subscribe({ after: cursor });
    const happening = happen(1 + (round % 4));
    // All there is and one that is live, or less.
    const count = round % 2 === 0 ? happened - seen.length : 1;
    for (let n = 0; n < count; n += 1) {
      ({ cursor, event } = await stream.next());
      seen.push(event?.sequence);
    }
    await Promise.all([happening, stream.leave()]);
  }
  expect(seen).toEqual(from(first, seen.length));
}, 60_000);

test('listeners with filters of their own get their own', async () => {
  const none = await listen({ filter: { regionIds: ['elsewhere'] } });
  const all = await listen({ filter: { regionIds: ['all'] } });
  await server.happen(1);
  const { event } = await all.next();
  const nothing = none.next();
  await server.happen(1);
  expect((await all.next()).event?.sequence).toBe(event!.sequence + 1);
  await none.leave();
  await expect(nothing).rejects.toThrow('undefined');
});

test('alerts: first what is open, then each that changes, for whoever came whenever', async () => {
  const query = 'subscription { crowdEvents: alertChanged { cursor alert { id peak endedAt } } }';
  const resuming =
    'subscription ($after: String) { crowdEvents: alertChanged(after: $after) { cursor alert { peak endedAt } } }';
  const { journal } = server.alerts;
  const number = journal.nextNumber();
  const change = (facts: Partial<Alert>) =>
    journal.write({ name: server.log.name, number, alert: { ...ALERT, ...facts } });
  const first = await listen({}, query);
  await change({});
  expect(await first.next()).toMatchObject({ alert: { id: 'a', peak: 40, endedAt: null } });
  const second = await listen({}, query);
  expect(await second.next()).toMatchObject({ alert: { id: 'a', peak: 40 } });
  // A place from which on to listen has what is open, too.
  const beginning = journal.cursor;
  expect(await (await listen({ after: beginning }, resuming)).next()).toMatchObject({
    alert: { peak: 40 },
  });
  await change({ peak: 60 });
  const seen = await first.next();
  expect(seen).toMatchObject({ alert: { peak: 60 } });
  expect(await second.next()).toEqual(seen);
  await change({ endedAt: new Date(1000) });
  for (const each of [first, second]) {
    expect(await each.next()).toMatchObject({ alert: { endedAt: '1970-01-01T00:00:01.000Z' } });
  }
  // Nothing is open now; who was away hears of the end.
  for (const after of [beginning, seen.cursor]) {
    expect(await (await listen({ after }, resuming)).next()).toMatchObject({
      alert: { endedAt: '1970-01-01T00:00:01.000Z' },
    });
  }
});

const OF_EVENTS = Buffer.from('4711.1').toString('base64url');

test.each([
  ['crowdEvents', 'rubbish', 'after: is not a cursor of this API.'],
  ['alertChanged', 'rubbish', 'after: is not a cursor of this API.'],
  [
    'alertChanged',
    OF_EVENTS,
    'after: is the cursor of something else, or of a broadcast that was deleted meanwhile.',
  ],
])(
  'a cursor that is none of %s is refused, and nobody else notices: %s',
  async (field, after, message) => {
    const query = `subscription ($after: String) { crowdEvents: ${field}(after: $after) { cursor } }`;
    const other = await listen();
    const { client } = other;
    const refused = client.iterate({ query, variables: { after } });
    expect((await refused.next()).value).toMatchObject({
      errors: [
        {
          message,
          path: ['crowdEvents'],
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    });
    await server.happen(1);
    expect((await other.next()).event).not.toBeNull();
  },
);

test('a text that is persisted is known by its hash', async () => {
  const query = '{ broadcasts { id } }';
  const sha256Hash = createHash('sha256').update(query).digest('hex');
  const { client } = subscribe();
  const ask = (text: string, hash = sha256Hash) => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
    return client.iterate({ query: text, extensions }).next();
  };
  const code = (name: string) => [{ extensions: { code: name } }];
  const answer = { value: { data: { broadcasts: [{ id: 'main' }] } } };
  await expect(ask('')).rejects.toMatchObject(code('PERSISTED_QUERY_NOT_FOUND'));
  await expect(ask('{ broadcasts { state } }')).rejects.toMatchObject(code('BAD_REQUEST'));
  expect(await ask(query)).toMatchObject(answer);
  expect(await ask('')).toMatchObject(answer);
});

test('the state of a broadcast comes at once, also to the second who asks', async () => {
  const query = 'subscription { crowdEvents: broadcastChanged { state } }';
  const first = await listen({}, query);
  expect(await first.next()).toEqual({ state: 'IDLE' });
  expect(await (await listen({}, query)).next()).toEqual({ state: 'IDLE' });
});

test('listeners over WebSockets and Server-Sent Events share one execution and its texts', async () => {
  const query = 'subscription { crowdEvents { cursor skipped event { sequence at } } }';
  const listeners = [];
  for (let n = 0; n < 10; n += 1) listeners.push(await listen({}, query), await stream({ query }));
  expect(server.shared.load).toEqual({ subscriptions: 20, executions: 1 });
  await server.happen(3);
  const seen = await Promise.all(
    listeners.map(async ({ next }) => [await next(), await next(), await next()]),
  );
  for (const each of seen) expect(each).toEqual(seen[0]);
  await Promise.all(listeners.map(({ leave }) => leave()));
});

test('over Server-Sent Events, too, a cursor replays first, and what is refused is said', async () => {
  const { next, leave } = await stream({ query: EVENTS });
  await server.happen(1);
  const { cursor, event } = await next();
  await server.happen(5);
  await leave();
  const late = await stream({ query: EVENTS, variables: { after: cursor } });
  await server.happen(5);
  const seen = [];
  while (seen.length < 10) seen.push((await late.next()).event?.sequence);
  expect(seen).toEqual(from(event!.sequence + 1, 10));
  await late.leave();
  // What cannot be shared comes in the same way.
  const alone = `subscription { crowdEvents(after: "${cursor}") { cursor event { sequence } } }`;
  const own = await stream({ query: alone });
  expect((await own.next()).event?.sequence).toBe(event!.sequence + 1);
  await own.leave();
  const refused = await stream({ query: EVENTS, variables: { after: 'rubbish' } });
  await expect(refused.next()).rejects.toThrow('after: is not a cursor of this API.');
});

test('a client that reads nothing harms nobody, is told what it missed, and can catch up', async () => {
  const stalled = [await stalledClient(), await stalledStream()];
  const live = await listen();
  await server.happen(1);
  const [start = 0] = await live.take(1);
  // More than the system's buffers and the log's memory hold.
  const rounds = 30;
  for (let n = 0; n < rounds; n += 1) {
    await server.happen(100, LONG_REGION);
    expect(await live.take(100)).toEqual(from(start + 1 + 100 * n, 100));
  }

  const end = start + rounds * 100;
  for (const client of stalled) {
    const messages = await client.readUntil(end);
    const markers = messages.filter(({ event }) => event === null);
    expect(markers.length).toBeGreaterThan(0);
    const skipped = markers.reduce((sum, marker) => sum + marker.skipped, 0);
    expect(messages.length - markers.length + skipped).toBe(rounds * 100 + 1);

    const gap = messages.indexOf(markers[0]!);
    const { cursor, event } = messages[gap - 1]!;
    expect(await (await listen({ after: cursor })).take(3)).toEqual(from(event!.sequence + 1, 3));
  }
}, 60_000);

/** Subscribes over Server-Sent Events; resolves when the server has done so. */
async function stream(operation: { query: string; variables?: object }) {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(server.streamUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(operation),
    signal: abort.signal,
  });
  const messages = messagesOf(response);
  return {
    next: async () => {
      const { value } = await messages.next();
      if (!value) throw new Error('The stream has ended.');
      return value;
    },
    leave: async () => {
      abort.abort();
      await messages.next().catch(() => undefined);
    },
  };
}

/** Of a stream of Server-Sent Events. Holds the response itself: fetch cancels one that is forgotten. */
async function* messagesOf(response: Response): AsyncGenerator<Message, void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of response.body!) {
    const parts = (text + decoder.decode(bytes, { stream: true })).split('\n\n');
    text = parts.pop()!;
    for (const part of parts) {
      const [, json] = /^event: next\ndata: (.*)$/.exec(part) ?? [];
      if (json === undefined) continue;
      const { data, errors } = JSON.parse(json) as {
        data: { crowdEvents: Message } | null;
        errors?: { message: string }[];
      };
      if (!data) throw new Error(errors?.[0]?.message);
      yield data.crowdEvents;
    }
  }
}

interface StalledClient {
  /** Reads now, up to this event. */
  readUntil(sequence: number): Promise<Message[]>;
}

/** A client that subscribes over Server-Sent Events, then reads nothing. */
async function stalledStream(): Promise<StalledClient> {
  const { next } = await stream({ query: LONG_EVENTS });
  return {
    readUntil: async (sequence) => {
      const messages = [await next()];
      while (messages.at(-1)?.event?.sequence !== sequence) messages.push(await next());
      return messages;
    },
  };
}

/** A client that subscribes over a WebSocket, then reads nothing. */
async function stalledClient(): Promise<StalledClient> {
  const socket = new WebSocket(server.url, 'graphql-transport-ws');
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  const send = (message: object) => socket.send(JSON.stringify(message));
  send({ type: 'connection_init' });
  await once(socket, 'message');
  send({ id: 'events', type: 'subscribe', payload: { query: LONG_EVENTS } });
  send({ id: 'other', type: 'subscribe', payload: { query: '{ broadcasts { id } }' } });
  await once(socket, 'message');
  socket.pause();
  return {
    readUntil: (sequence) =>
      new Promise((resolve) => {
        const messages: Message[] = [];
        socket.on('message', (text: Buffer) => {
          const { id, payload } = JSON.parse(text.toString()) as {
            id?: string;
            payload?: { data: { crowdEvents: Message } };
          };
          if (id !== 'events') return;
          messages.push(payload!.data.crowdEvents);
          if (messages.at(-1)?.event?.sequence === sequence) resolve(messages);
        });
        socket.resume();
      }),
  };
}
