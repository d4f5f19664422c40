// What nobody should send: rows for bad-input.test.ts, by what is wrong with them.
import { createHash } from 'node:crypto';

const SDP_WITHOUT_DIRECTION =
  'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n';

const square = (...points: number[][]) => points.map(([x, y]) => ({ x, y }));
const WHOLE = square([0, 0], [1, 0], [1, 1], [0, 1]);
const around = (corners: number) =>
  Array.from({ length: corners }, (_, i) => ({
    x: 0.5 + 0.4 * Math.cos((2 * Math.PI * i) / corners),
    y: 0.5 + 0.4 * Math.sin((2 * Math.PI * i) / corners),
  }));
const region = (change: object) => [{ id: 'a', points: WHOLE, ...change }];

/** Regions that are out of bounds: BAD_USER_INPUT. */
export const REGIONS: [what: string, regions: unknown][] = [
  ['33 regions', Array.from({ length: 33 }, (_, i) => ({ id: `${i}`, points: WHOLE }))],
  ['one id twice', [...region({}), ...region({})]],
  ['an empty id', region({ id: '' })],
  ['an id of 65 characters', region({ id: 'x'.repeat(65) })],
  ['a name of 101 characters', region({ name: 'x'.repeat(101) })],
  ['a colour by its name', region({ color: 'red' })],
  ['two points', region({ points: around(2) })],
  ['65 points', region({ points: around(65) })],
  ['a point beside the picture', region({ points: square([0, 0], [1.1, 0], [1, 1]) })],
  ['a point above the picture', region({ points: square([0, -0.1], [1, 0], [1, 1]) })],
  ['edges that cross', region({ points: square([0, 0], [1, 1], [1, 0], [0, 1]) })],
  ['no area', region({ points: square([0, 0], [0.5, 0.5], [1, 1]) })],
  ['a level above 100', region({ config: { occupancyLevelMax: 101 } })],
  ['levels out of order', region({ config: { fluidityLevelMin: 50, fluidityLevelMed: 40 } })],
  ['frames below 0', region({ config: { occupancyNumFramesToEvent: -1 } })],
  ['an angle above 360', region({ config: { opticalFlowAngleOffset: 361 } })],
];

const CURSOR_OF_ANOTHER = Buffer.from('4711.1').toString('base64url');

/** Operations with a value that is out of bounds; `<3 x>` stands for xxx. */
export const VALUES: [code: string, query: string][] = [
  [
    'BAD_USER_INPUT',
    'mutation { setRegionsOfInterest(input: { regions: [], processingWidth: 159 }) { id } }',
  ],
  [
    'BAD_USER_INPUT',
    'mutation { setRegionsOfInterest(input: { regions: [], processingWidth: 1281 }) { id } }',
  ],
  [
    'REVISION_CONFLICT',
    'mutation { setRegionsOfInterest(input: { regions: [], expectedRevision: 0 }) { id } }',
  ],
  ['BAD_USER_INPUT', '{ crowdEvents(first: 0) { edges { cursor } } }'],
  ['BAD_USER_INPUT', '{ crowdEvents(first: 501) { edges { cursor } } }'],
  ['BAD_USER_INPUT', '{ crowdEvents(last: -1) { edges { cursor } } }'],
  ['BAD_USER_INPUT', '{ crowdEvents(first: 1, last: 1) { edges { cursor } } }'],
  ['BAD_USER_INPUT', '{ crowdEvents(after: "rubbish") { edges { cursor } } }'],
  ['BAD_USER_INPUT', 'mutation { createShareLink(input: { validForSeconds: 59 }) { token } }'],
  [
    'BAD_USER_INPUT',
    'mutation { createShareLink(input: { validForSeconds: 31536001 }) { token } }',
  ],
  ['BAD_USER_INPUT', 'mutation { play(input: { uri: "/etc/passwd" }) { id } }'],
  ['BAD_USER_INPUT', 'mutation { createWebhook(input: { url: "http://127.0.0.1/" }) { secret } }'],
  [
    'BAD_USER_INPUT',
    'mutation { createWebhook(input: { url: "http://localhost:4000/graphql" }) { secret } }',
  ],
  ['BAD_USER_INPUT', 'mutation { createWebhook(input: { url: "http://10.0.0.1/" }) { secret } }'],
  ['BAD_USER_INPUT', 'mutation { createWebhook(input: { url: "http://[::1]/" }) { secret } }'],
  [
    'BAD_USER_INPUT',
    'mutation { createWebhook(input: { url: "http://169.254.169.254/latest/meta-data" }) { secret } }',
  ],
  ['BAD_USER_INPUT', 'mutation { play(input: { uri: "../outside.webm" }) { id } }'],
  ['BAD_USER_INPUT', 'mutation { play(input: { uri: "file:///etc/passwd" }) { id } }'],
  ['BAD_USER_INPUT', 'mutation { play(input: { uri: "<2001 x>" }) { id } }'],
  ['BAD_USER_INPUT', 'mutation { play(input: { broadcastId: "../x", uri: "demo:crowd" }) { id } }'],
  [
    'BAD_USER_INPUT',
    'mutation { play(input: { broadcastId: "<65 x>", uri: "demo:crowd" }) { id } }',
  ],
  [
    'BAD_USER_INPUT',
    '{ alerts(filter: { from: "2026-01-02T00:00:00Z", to: "2026-01-01T00:00:00Z" }) { edges { cursor } } }',
  ],
  ['BAD_USER_INPUT', '{ regionHistory(first: 101) { revision } }'],
  [
    'BAD_USER_INPUT',
    '{ series(regionId: "all", from: "2026-01-02T00:00:00Z", to: "2026-01-01T00:00:00Z", bucket: 60) { at } }',
  ],
  [
    'BAD_USER_INPUT',
    '{ series(regionId: "all", from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z", bucket: 1) { at } }',
  ],
  [
    'BAD_USER_INPUT',
    '{ busiest(from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z", first: 101) { at } }',
  ],
  [
    'BAD_USER_INPUT',
    'mutation { createAlertRule(input: { regionId: "all", name: "<101 x>", minLevel: MIN }) { id } }',
  ],
  [
    'BAD_USER_INPUT',
    'mutation { createAlertRule(input: { regionId: "all", name: "x", minLevel: MIN, forSeconds: -1 }) { id } }',
  ],
  [
    'BAD_USER_INPUT',
    'mutation { createAlertRule(input: { regionId: "all", name: " ", minLevel: MIN }) { id } }',
  ],
  [
    'BAD_USER_INPUT',
    'mutation { createWebhook(input: { url: "https://example.org", broadcastId: "a/b" }) { secret } }',
  ],
  ['BAD_USER_INPUT', `{ crowdEvents(after: "${CURSOR_OF_ANOTHER}") { edges { cursor } } }`],
  ['BAD_USER_INPUT', `{ crowdEvents(before: "${CURSOR_OF_ANOTHER}") { edges { cursor } } }`],
  ['BAD_USER_INPUT', `{ alerts(after: "${CURSOR_OF_ANOTHER}") { edges { cursor } } }`],
  ['BAD_USER_INPUT', `{ recordings(after: "${CURSOR_OF_ANOTHER}") { edges { cursor } } }`],
  ['SDP_INVALID', 'mutation { publish(input: { sdpOffer: "hello" }) { id } }'],
  ['SDP_INVALID', 'mutation { publish(input: { sdpOffer: "v=0\\r\\n" }) { id } }'],
  [
    'SDP_INVALID',
    `mutation { publish(input: { sdpOffer: ${JSON.stringify(SDP_WITHOUT_DIRECTION)} }) { id } }`,
  ],
  ['SDP_INVALID', 'mutation { watch(input: { sdpOffer: "v=0\\n" }) { id } }'],
  ['SDP_INVALID', 'mutation { watch(input: { sdpOffer: "v=0\\n<100000 x>" }) { id } }'],
];

/** Operations about what is not there. */
export const NOT_THERE: [code: string, query: string][] = [
  ['BROADCAST_NOT_FOUND', '{ crowdEvents(broadcastId: "x") { edges { cursor } } }'],
  ['BROADCAST_NOT_FOUND', 'mutation { stop(broadcastId: "x") { id } }'],
  ['BROADCAST_NOT_FOUND', 'mutation { deleteBroadcast(id: "x") }'],
  [
    'BROADCAST_NOT_FOUND',
    'mutation { watch(input: { broadcastId: "x", sdpOffer: "v=0\\nm=video 9 X 0" }) { id } }',
  ],
  [
    'BROADCAST_NOT_FOUND',
    'mutation { setRegionsOfInterest(input: { broadcastId: "x", regions: [] }) { id } }',
  ],
  ['BROADCAST_NOT_LIVE', 'mutation { watch(input: { sdpOffer: "v=0\\nm=video 9 X 0" }) { id } }'],
  ['REGION_NOT_FOUND', 'mutation { updateRegionOfInterest(input: { id: "x" }) { id } }'],
  ['REGION_NOT_FOUND', 'mutation { removeRegionOfInterest(input: { id: "x" }) { id } }'],
  ['REVISION_NOT_FOUND', 'mutation { restoreRegionsOfInterest(input: { revision: 99 }) { id } }'],
  [
    'REGION_NOT_FOUND',
    'mutation { createAlertRule(input: { regionId: "x", name: "x", minLevel: MIN }) { id } }',
  ],
  ['ALERT_RULE_NOT_FOUND', 'mutation { deleteAlertRule(id: "x") }'],
  ['ALERT_NOT_FOUND', 'mutation { acknowledgeAlert(id: "x") { id } }'],
  ['WEBHOOK_NOT_FOUND', 'mutation { deleteWebhook(id: "x") }'],
  ['SESSION_NOT_FOUND', 'mutation { addIceCandidate(input: { sessionId: "x", candidate: "x" }) }'],
  ['BAD_USER_INPUT', 'mutation { deleteBroadcast(id: "main") }'],
];

/** Operations with variables that do not fit. */
export const VARIABLES: [query: string, variables: Record<string, unknown>][] = [
  ['query ($id: ID) { broadcast(id: $id) { id } }', { id: null }],
  ['query ($first: Int) { crowdEvents(first: $first) { edges { cursor } } }', { first: 'x' }],
  [
    'mutation ($r: [RegionOfInterestInput!]!) { setRegionsOfInterest(input: { regions: $r }) { id } }',
    { r: Array.from({ length: 100 }, () => null) },
  ],
  ...['a\0b', '\ud800'].map((id): (typeof VARIABLES)[number] => [
    'query ($f: CrowdEventFilter) { crowdEvents(filter: $f) { edges { cursor } } }',
    { f: { regionIds: ['all', id] } },
  ]),
];

const nested = `${'fields { type { '.repeat(6)} name ${'} } '.repeat(6)}`;
const many = (count: number, text: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');

/** Of a list of events, their recordings. */
const recordingOf = (fields: string) => `edges { node { recording { recording { ${fields} } } } }`;

/** Operations that do not fit the schema or the limits. */
export const DOCUMENTS: [code: string, what: string, query: string][] = [
  ['GRAPHQL_PARSE_FAILED', 'syntax', '{'],
  ['OPERATION_RESOLUTION_FAILURE', 'two without saying which', 'query a { role } query b { role }'],
  ['GRAPHQL_PARSE_FAILED', 'too many tokens', `{ ${'broadcasts { id } '.repeat(600)} }`],
  ['GRAPHQL_VALIDATION_FAILED', 'too deep', `{ __schema { types { ${nested} } } }`],
  [
    'GRAPHQL_VALIDATION_FAILED',
    'too deep, of our own types',
    `{ crowdEvents { ${recordingOf(`events { ${recordingOf('id')} }`)} } }`,
  ],
  [
    'GRAPHQL_VALIDATION_FAILED',
    'too many aliases',
    `{ ${many(21, (i) => `a${i}: broadcasts { id }`)} }`,
  ],
  [
    'GRAPHQL_VALIDATION_FAILED',
    'too many directives',
    `{ ${many(21, () => 'broadcasts @include(if: true) { id }')} }`,
  ],
  ['GRAPHQL_VALIDATION_FAILED', 'too costly', '{ crowdEvents(first: 10000) { edges { cursor } } }'],
  ['GRAPHQL_VALIDATION_FAILED', 'an unknown field', '{ nothing }'],
  ['GRAPHQL_VALIDATION_FAILED', 'an unknown argument', '{ broadcast(name: "main") { id } }'],
  ['GRAPHQL_VALIDATION_FAILED', 'a missing argument', 'mutation { publish { id } }'],
  ['GRAPHQL_VALIDATION_FAILED', 'another type', 'mutation { play(input: { uri: 1 }) { id } }'],
  [
    'GRAPHQL_VALIDATION_FAILED',
    'a number for Int that is too large',
    'subscription { measurements(throttleMs: 2147483648) { at } }',
  ],
  [
    'GRAPHQL_VALIDATION_FAILED',
    'a fraction for Int',
    'subscription { measurements(throttleMs: 1.5) { at } }',
  ],
  [
    'GRAPHQL_VALIDATION_FAILED',
    'an unknown kind',
    '{ crowdEvents(filter: { kinds: [SMELL] }) { edges { cursor } } }',
  ],
  [
    'GRAPHQL_VALIDATION_FAILED',
    'no date',
    '{ crowdEvents(filter: { from: "yesterday" }) { edges { cursor } } }',
  ],
  [
    'GRAPHQL_VALIDATION_FAILED',
    'an unknown role',
    'mutation { createShareLink(input: { role: ROOT }) { token } }',
  ],
  [
    'GRAPHQL_VALIDATION_FAILED',
    'fragments in a circle',
    '{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }',
  ],
  [
    'GRAPHQL_VALIDATION_FAILED',
    'U+0000, which PostgreSQL has not',
    String.raw`{ crowdEvents(filter: { regionIds: ["a\u0000b"] }) { edges { cursor } } }`,
  ],
  [
    'GRAPHQL_VALIDATION_FAILED',
    'a subscription that may be without its field',
    'subscription { broadcastChanged @skip(if: true) { id } }',
  ],
  [
    'GRAPHQL_VALIDATION_FAILED',
    'one that may be without it in a fragment',
    'subscription { ...a @include(if: false) } fragment a on Subscription { broadcastChanged { id } }',
  ],
];

/** Of GraphQL over HTTP. */
export const JSON_TYPE = { 'content-type': 'application/json' };
const hash = createHash('sha256').update('{ broadcasts { id } }').digest('hex');
/** A body with a persisted query: its text, if any, and hash. */
export const persisted = (query?: string, sha256Hash = hash) =>
  JSON.stringify({ query, extensions: { persistedQuery: { version: 1, sha256Hash } } });
const QUERY = '{"query":"{ broadcasts { id } }"}';

type BadRequest = [
  what: string,
  status: number,
  method: string,
  headers: Record<string, string>,
  body?: string | undefined,
  search?: string,
];

/** Requests over HTTP, and the status that they get. */
export const REQUESTS: BadRequest[] = [
  ['no JSON', 400, 'POST', JSON_TYPE, '{'],
  ['JSON that is no object', 400, 'POST', JSON_TYPE, '42'],
  ['no query', 400, 'POST', JSON_TYPE, '{}'],
  ['a query that is no text', 400, 'POST', JSON_TYPE, '{"query":1}'],
  [
    'variables that are no object',
    400,
    'POST',
    JSON_TYPE,
    '{"query":"{ broadcasts { id } }","variables":1}',
  ],
  [
    'an unknown operationName',
    400,
    'POST',
    JSON_TYPE,
    '{"query":"query a { broadcasts { id } }","operationName":"b"}',
  ],
  ['a batch', 400, 'POST', JSON_TYPE, `[${QUERY},${QUERY}]`],
  [
    'a persisted query under another hash',
    400,
    'POST',
    JSON_TYPE,
    persisted('{ broadcasts { title } }'),
  ],
  ['another type, as forms send it (CSRF)', 400, 'POST', { 'content-type': 'text/plain' }, QUERY],
  [
    'GET without the header that pages cannot send (CSRF)',
    400,
    'GET',
    {},
    undefined,
    '?query={broadcasts{id}}',
  ],
  [
    'a mutation by GET',
    405,
    'GET',
    { 'apollo-require-preflight': '1' },
    undefined,
    '?query=mutation{stop{id}}',
  ],
  ['a subscription', 400, 'POST', JSON_TYPE, '{"query":"subscription { measurements { at } }"}'],
  ['PUT', 405, 'PUT', JSON_TYPE, QUERY],
  ['too much', 413, 'POST', JSON_TYPE, JSON.stringify({ query: ' '.repeat(300_000) })],
  ['a foreign page', 403, 'POST', { ...JSON_TYPE, origin: 'https://evil.example' }, QUERY],
  ['a sandboxed page', 403, 'POST', { ...JSON_TYPE, origin: 'null' }, QUERY],
  ['a rebound name', 403, 'POST', { ...JSON_TYPE, host: 'evil.example' }, QUERY],
  ['headers without end', 431, 'POST', { ...JSON_TYPE, 'x-long': 'x'.repeat(20_000) }, QUERY],
];

/** Requests for a stream of Server-Sent Events, and the status that they get. */
export const STREAM_REQUESTS: BadRequest[] = [
  ['a stream that is not asked for', 406, 'POST', { ...JSON_TYPE, accept: '*/*' }, QUERY],
  ['another type, as forms send it (CSRF)', 415, 'POST', { 'content-type': 'text/plain' }, QUERY],
  ['PUT', 405, 'PUT', JSON_TYPE, QUERY],
  ['a mutation by GET', 405, 'GET', {}, undefined, '?query=mutation{stop{id}}'],
  ['GET without a query', 400, 'GET', {}],
  ['no query', 400, 'POST', JSON_TYPE, '{}'],
  ['a query that is no text', 400, 'POST', JSON_TYPE, '{"query":1}'],
  ['a batch', 400, 'POST', JSON_TYPE, `[${QUERY},${QUERY}]`],
  [
    'a persisted query under another hash',
    400,
    'POST',
    JSON_TYPE,
    persisted('{ broadcasts { title } }'),
  ],
];
