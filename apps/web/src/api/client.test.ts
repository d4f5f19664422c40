import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema, graphql, GraphQLError } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { ApiClient, type ClientEnvironment } from './client.js';
import { StopMutation, type Broadcast } from './operations/broadcasts.js';
import { CrowdEventsSubscription } from './operations/events.js';
import { IceServersQuery } from './operations/sessions.js';

const sdl = new URL('../../../../packages/schema/schema.graphql', import.meta.url);
const schema = buildSchema(await readFile(sdl, 'utf8'));
const TOKEN = 'sesame';
const IDLE: Broadcast = {
  id: 'main',
  title: null,
  state: 'IDLE',
  source: null,
  viewerCount: 0,
  revision: 1,
  processingWidth: 320,
  overlay: 'FULL',
  startedAt: null,
  recording: null,
  regions: [],
};

let server: Server;
let sockets: WebSocketServer;
let client: ApiClient;
let environment: ClientEnvironment;
let token: string | undefined;
/** The `after` of each subscription that arrived. */
let positions: (string | null | undefined)[];

beforeEach(async () => {
  vi.stubGlobal('WebSocket', WebSocket);
  token = undefined;
  positions = [];
  server = createServer((request, response) => void answer(request, response));
  sockets = new WebSocketServer({ server });
  useServer({ schema, roots: { subscription: { crowdEvents } } }, sockets);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  environment = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    token: () => token,
    askForToken: vi.fn<() => Promise<string | undefined>>(),
    connected: vi.fn<() => void>(),
    disconnected: vi.fn<() => void>(),
    retrying: vi.fn<(at: number) => void>(),
  };
  client = new ApiClient(environment);
});

afterEach(async () => {
  client.close();
  for (const socket of sockets.clients) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
  vi.unstubAllGlobals();
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { query, variables } = JSON.parse(Buffer.concat(await request.toArray()).toString()) as {
    query: string;
    variables: Record<string, unknown>;
  };
  const rootValue = {
    iceServers: () => [{ urls: ['stun:stun.example.org'] }],
    stop: () => {
      if (request.headers.authorization === `Bearer ${TOKEN}`) return IDLE;
      throw new GraphQLError('A token is wanted.', { extensions: { code: 'UNAUTHENTICATED' } });
    },
  };
  const result = await graphql({ schema, source: query, variableValues: variables, rootValue });
  response.end(JSON.stringify(result));
}

async function* crowdEvents({ after }: { after?: string | null }) {
  positions.push(after);
  yield { crowdEvents: { cursor: `cursor-${positions.length}`, skipped: 0, event: null } };
  await once(sockets, 'close');
}

const stop = () => client.request(StopMutation, { broadcastId: 'main' });

describe('request', () => {
  it('returns the data', async () => {
    const { iceServers } = await client.request(IceServersQuery, {});
    expect(iceServers).toEqual([
      { urls: ['stun:stun.example.org'], username: null, credential: null },
    ]);
  });

  it('asks for the token until it is right', async () => {
    const answers = ['wrong', TOKEN];
    environment.askForToken = vi.fn<() => Promise<string | undefined>>(() => {
      token = answers.shift();
      return Promise.resolve(token);
    });
    expect(await stop()).toEqual({ stop: IDLE });
    expect(environment.askForToken).toHaveBeenCalledTimes(2);
  });

  it('gives up when the user gives no token', async () => {
    await expect(stop()).rejects.toMatchObject({
      name: 'ApiError',
      code: 'UNAUTHENTICATED',
      message: 'A token is wanted.',
    });
    expect(environment.askForToken).toHaveBeenCalledTimes(1);
  });

  it('says that the server cannot be reached', async () => {
    const away = new ApiClient({ ...environment, url: 'http://127.0.0.1:9/graphql' });
    await expect(away.request(IceServersQuery, {})).rejects.toMatchObject({
      code: 'SERVER_UNREACHABLE',
    });
  });
});

describe('subscribe', () => {
  it('goes on after the last thing it received when the connection breaks', async () => {
    let after: string | null = null;
    const received: string[] = [];
    const twice = new Promise<void>((resolve) => {
      client.subscribe(CrowdEventsSubscription, () => ({ broadcastId: 'main', after }), {
        next: ({ crowdEvents: { cursor } }) => {
          after = cursor;
          received.push(cursor);
          if (received.length === 2) resolve();
          else for (const socket of sockets.clients) socket.terminate();
        },
      });
    });
    await twice;
    expect(positions).toEqual([null, 'cursor-1']);
    expect(environment.disconnected).toHaveBeenCalledTimes(1);
    expect(environment.connected).toHaveBeenCalledTimes(2);
  });

  it('passes on a refusal and does not try again', async () => {
    const refusal = new Promise((resolve) => {
      client.subscribe(
        CrowdEventsSubscription,
        () => ({ broadcastId: 'main', after: 1 as unknown as string }),
        { next: () => undefined, error: resolve },
      );
    });
    expect(await refusal).toMatchObject({ name: 'ApiError' });
    expect(positions).toEqual([]);
  });
});

describe('keepSubscribed', () => {
  it('subscribes again, and says so, when it was refused', async () => {
    const begin = vi.fn<() => void>();
    // No cursor, which is refused; the next time none.
    const after = () => (begin.mock.calls.length < 2 ? (1 as unknown as string) : null);
    const cursor = await new Promise((resolve) => {
      client.keepSubscribed(
        CrowdEventsSubscription,
        () => ({ broadcastId: 'main', after: after() }),
        { begin, next: ({ crowdEvents }) => resolve(crowdEvents.cursor) },
      );
    });
    expect(cursor).toBe('cursor-1');
    expect(begin).toHaveBeenCalledTimes(2);
  });
});
