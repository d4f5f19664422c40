import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestServer } from './support/TestServer.js';

const square = [
  { x: 0, y: 0 },
  { x: 0.5, y: 0 },
  { x: 0.5, y: 0.5 },
  { x: 0, y: 0.5 },
];

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.close());

/** Calls a mutation for regions and tells the answer. */
async function change(mutation: string, input: object) {
  const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
  return server.ask<Record<string, { revision: number; regions: { id: string; name: string }[] }>>(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { revision regions { id name config { occupancyLevelMax } } } }`,
    { input },
  );
}

test('regions are added, changed, removed and restored, one by one', async () => {
  const region = { id: 'door', points: square, config: { occupancyLevelMax: 90 } };
  const added = await change('addRegionOfInterest', { region });
  expect(added.data!['addRegionOfInterest']).toMatchObject({
    revision: 2,
    regions: [{ id: 'all' }, { id: 'door', name: null, config: { occupancyLevelMax: 90 } }],
  });
  const renamed = await change('updateRegionOfInterest', { id: 'door', name: 'Door' });
  expect(renamed.data!['updateRegionOfInterest']!.regions[1]).toEqual({
    id: 'door',
    name: 'Door',
    config: { occupancyLevelMax: 90 },
  });
  const removed = await change('removeRegionOfInterest', { id: 'all', expectedRevision: 3 });
  expect(removed.data!['removeRegionOfInterest']!.regions.map(({ id }) => id)).toEqual(['door']);
  const restored = await change('restoreRegionsOfInterest', { revision: 1 });
  expect(restored.data!['restoreRegionsOfInterest']).toMatchObject({
    revision: 5,
    regions: [{ id: 'all' }],
  });
  expect(await server.get('{ regionHistory(first: 3) { revision actor regions { id } } }')).toEqual(
    {
      regionHistory: [
        { revision: 5, actor: 'anonymous', regions: [{ id: 'all' }] },
        { revision: 4, actor: 'anonymous', regions: [{ id: 'door' }] },
        { revision: 3, actor: 'anonymous', regions: [{ id: 'all' }, { id: 'door' }] },
      ],
    },
  );
  expect(await server.get('{ regionHistory(before: 2) { revision actor } }')).toEqual({
    regionHistory: [{ revision: 1, actor: 'default' }],
  });
});

test.each([
  [
    'addRegionOfInterest',
    { region: { id: 'all', points: square } },
    'BAD_USER_INPUT',
    'region.id: ',
  ],
  ['addRegionOfInterest', { region: { id: ' ', points: square } }, 'BAD_USER_INPUT', 'region.id: '],
  ['addRegionOfInterest', { region: { id: 'x', points: [] } }, 'BAD_USER_INPUT', 'region.points: '],
  ['updateRegionOfInterest', { id: 'x', name: 'X' }, 'REGION_NOT_FOUND', 'no region "x"'],
  [
    'updateRegionOfInterest',
    { id: 'all', config: { occupancyLevelMin: 99 } },
    'BAD_USER_INPUT',
    'input.config: ',
  ],
  ['removeRegionOfInterest', { id: 'x' }, 'REGION_NOT_FOUND', 'no region "x"'],
  ['restoreRegionsOfInterest', { revision: 999 }, 'REVISION_NOT_FOUND', '999'],
])('%s %j is refused with %s', async (mutation, input, code, words) => {
  const { errors } = await change(mutation, input);
  expect(errors).toMatchObject([{ message: expect.stringContaining(words), extensions: { code } }]);
});

test('a conflict tells what there is', async () => {
  const { broadcast } = await server.get<{ broadcast: { revision: number } }>(
    '{ broadcast { revision } }',
  );
  const { errors } = await change('setRegionsOfInterest', { regions: [], expectedRevision: 1 });
  expect(errors).toMatchObject([
    {
      extensions: {
        code: 'REVISION_CONFLICT',
        present: { revision: broadcast.revision, regions: [{ id: 'all' }], processingWidth: 320 },
      },
    },
  ]);
});

test('what was measured can be asked for, by the second and by the busiest minute', async () => {
  const from = new Date();
  await server.get('mutation { play(input: { uri: "demo:crowd" }) { id } }');
  await server.subscribe('subscription { crowdEvents { cursor } }').next();
  await server.get('mutation { stop { id } }');
  const to = new Date(Date.now() + 1000);
  const { series, busiest, dryRun } = await server.get<{
    series: { measurements: number; occupancy: { mean: number } }[];
    busiest: object[];
    dryRun: { measuredSeconds: number };
  }>(
    `query ($from: DateTime!, $to: DateTime!) {
      series(regionId: "all", from: $from, to: $to, bucket: 1) { measurements occupancy { mean } }
      busiest(from: $from, to: $to) { regionId at levels { none min med max } }
      dryRun(input: { regionId: "all", from: $from, to: $to, config: { occupancyLevelMin: 1 } }) {
        measuredSeconds occupancy { events }
      }
    }`,
    { from, to },
  );
  expect(series.length).toBeGreaterThan(0);
  expect(series.every(({ measurements }) => measurements > 0)).toBe(true);
  expect(busiest).toMatchObject([{ regionId: 'all' }]);
  expect(dryRun.measuredSeconds).toBe(series.length);
});

test('the server says what it is', async () => {
  const { serverInfo } = await server.get<{ serverInfo: object }>(
    '{ serverInfo { version nodeVersion database lostHistory uptimeSeconds mediaServers { version modules } limits { viewersPerBroadcast } } }',
  );
  expect(serverInfo).toMatchObject({
    nodeVersion: process.versions.node,
    database: 'SQLite',
    lostHistory: 0,
    mediaServers: [{ modules: expect.arrayContaining(['core', 'crowddetector']) }],
    limits: { viewersPerBroadcast: 500 },
  });
});

test('events and their numbers survive a restart, and a cursor goes on behind it', async () => {
  const page = '{ crowdEvents(last: 1) { edges { cursor node { id sequence } } } }';
  type Page = { crowdEvents: { edges: { cursor: string; node: { sequence: number } }[] } };
  const before = await server.get<Page>(page);
  await server.stop();
  server = await TestServer.start({}, server.folder);
  expect(await server.get(page)).toEqual(before);
  const [{ cursor, node } = { cursor: '', node: { sequence: 0 } }] = before.crowdEvents.edges;
  const next = server
    .subscribe<{ crowdEvents: { skipped: number; event: { sequence: number } } }>(
      'subscription ($after: String) { crowdEvents(after: $after) { skipped event { sequence } } }',
      { after: cursor },
    )
    .next();
  await server.get('mutation { play(input: { uri: "demo:crowd" }) { id } }');
  expect((await next).value.data.crowdEvents).toEqual({
    skipped: 0,
    event: { sequence: node.sequence + 1 },
  });
});

test('events come over HTTP alone, as server-sent events', async () => {
  await server.get('mutation { play(input: { uri: "demo:crowd" }) { id } }');
  const response = await fetch(`${server.url}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: 'subscription { crowdEvents { event { sequence } } }' }),
  });
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes('"sequence"')) break;
  }
  expect(text).toMatch(
    /event: next\ndata: \{"data":\{"crowdEvents":\{"event":\{"sequence":\d+\}\}\}\}/,
  );
});

test.each([
  ['{', 'GRAPHQL_PARSE_FAILED'],
  ['subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  ['subscription { crowdEvents(broadcastId: "x") { cursor } }', 'BROADCAST_NOT_FOUND'],
])('as server-sent events, too, %s gets %s', async (query, code) => {
  const response = await fetch(`${server.url}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query }),
  });
  expect(await response.text()).toContain(`"code":"${code}"`);
});

test('all events can be had as CSV and as JSON lines, with the filters of the query', async () => {
  const { crowdEvents } = await server.get<{ crowdEvents: { edges: { node: { id: string } }[] } }>(
    '{ crowdEvents(first: 500, filter: { kinds: [OCCUPANCY, FLUIDITY] }) { edges { node { id } } } }',
  );
  const ids = crowdEvents.edges.map(({ node }) => node.id);
  expect(ids.length).toBeGreaterThan(0);
  const get = async (name: string) => {
    const response = await fetch(`${server.url}/export/main/${name}?kinds=OCCUPANCY,FLUIDITY`);
    expect(response.headers.get('content-disposition')).toContain('attachment');
    return (await response.text()).trimEnd();
  };
  const [head, ...rows] = (await get('events.csv')).split('\r\n');
  expect(head).toBe(
    'sequence,at,regionId,kind,percentage,level,previousLevel,angle,compass,revision,id',
  );
  expect(rows.map((row) => row.split(',').at(-1)).slice(0, ids.length)).toEqual(ids);
  const lines = (await get('events.ndjson')).split('\n').map((line) => JSON.parse(line) as object);
  expect(lines.slice(0, ids.length)).toMatchObject(ids.map((id) => ({ id })));
});

test.each([
  ['x/events.csv', 404, 'There is no broadcast "x".'],
  ['main/events.xlsx', 404, 'there is nothing here'],
  [
    'main/events.csv?kinds=OCCUPANCY&kinds=NOISE',
    400,
    'kinds.1: must be OCCUPANCY, FLUIDITY, DIRECTION, not "NOISE".',
  ],
  ['main/events.csv?from=2026-01-01T00:00:00+01:00', 400, 'from: must be a time such as'],
  ['main/events.ndjson?colour=red', 400, 'colour'],
  ['main/events.ndjson?regionIds=a%00b', 400, 'regionIds'],
])('export %s is answered with %i', async (path, status, message) => {
  const response = await fetch(`${server.url}/export/${path}`);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({
    errors: [{ message: expect.stringContaining(message) }],
  });
});
