import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestServer } from './support/TestServer.js';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start({
    iceServers: [{ urls: ['stun:stun.example.org:3478'] }],
    webDir: '/nowhere',
  });
});
afterAll(() => server.close());

test('leaving a session that is not there is no error', async () => {
  expect(await server.get('mutation { leave(sessionId: "x") }')).toEqual({ leave: false });
});

test.each([
  'subscription { crowdEvents(broadcastId: "x") { cursor } }',
  'subscription { broadcastChanged(id: "x") { id } }',
  'subscription { measurements(broadcastId: "x") { at } }',
])('a broadcast that is not there, over WebSocket: %s', async (query) => {
  const { value } = await server.subscribe(query).next();
  expect(value.errors[0].extensions).toEqual({ code: 'BROADCAST_NOT_FOUND' });
});

describe('what is too much', () => {
  test.each([
    ['the introspection of tools', getIntrospectionQuery()],
    [
      'the longest page with all fields',
      `{
        crowdEvents(first: 500) {
          pageInfo { hasNextPage endCursor }
          edges {
            cursor
            node {
              __typename id broadcastId regionId sequence at revision
              ... on OccupancyEvent { percentage level previousLevel }
              ... on FluidityEvent { percentage level previousLevel }
              ... on DirectionEvent { angle compass }
            }
          }
        }
      }`,
    ],
  ])('is not %s', async (_, query) => {
    expect((await server.ask(query)).errors).toBeUndefined();
  });

  test('operations of one WebSocket', async () => {
    const client = server.webSocketClient();
    const query = 'subscription { crowdEvents { cursor } }';
    const open = Array.from({ length: 32 }, () => client.iterate({ query }));
    open.forEach((stream) => void stream.next());
    await expect(client.iterate({ query }).next()).rejects.toMatchObject([
      { extensions: { code: 'LIMIT_EXCEEDED' } },
    ]);
  });
});

test('a body that is no JSON is answered without a stack', async () => {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{',
  });
  expect(response.status).toBe(400);
  expect(await response.text()).not.toContain('    at ');
});

test('ICE servers are told', async () => {
  expect(await server.get('{ iceServers { urls username credential } }')).toEqual({
    iceServers: [{ urls: ['stun:stun.example.org:3478'], username: null, credential: null }],
  });
});

test('health says how many media servers there are', async () => {
  const response = await fetch(`${server.url}/healthz`);
  expect(await response.json()).toEqual({ status: 'ok', mediaServers: 1 });
});

test('without a built page it says how to get one', async () => {
  const response = await fetch(`${server.url}/watch/main`, { headers: { accept: 'text/html' } });
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('npm run build:web');
});

test('the explorer comes with all it needs, and may ask nobody else', async () => {
  const response = await fetch(`${server.url}/explorer`);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'self';");
  const files = [...(await response.text()).matchAll(/(?:src|href)="([^"]+)"/g)];
  expect(files.length).toBeGreaterThan(5);
  for (const [, file] of files) {
    const url = new URL(file!, response.url);
    expect(url.origin).toBe(server.url);
    expect((await fetch(url)).status).toBe(200);
  }
});

test('the explorer opens with the operation of its address, which cannot leave its place', async () => {
  const open = async (query: string, variables = '{}') => {
    const parameters = new URLSearchParams({ query, variables });
    return (await fetch(`${server.url}/explorer/?${String(parameters)}`)).text();
  };
  const page = await open('{ broadcast { id } }', '{ "name": "</script>" }');
  expect(page).toContain('initialQuery: `{ broadcast { id } }`');
  expect(page).toContain(String.raw`{ "name": "\\u003c/script>" }`);
  expect(await open('{ a } # </script><script>alert(1)')).not.toContain('alert(1)');
  expect(await open('{ a } # `+alert(1)+`')).toContain(String.raw`\`+alert(1)`);
});

test('GraphQL over HTTP answers in its own media type when asked to', async () => {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
    },
    body: JSON.stringify({ query: '{ broadcasts { id } }' }),
  });
  expect(response.headers.get('content-type')).toContain('application/graphql-response+json');
});
