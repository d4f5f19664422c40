import { expect, test } from 'vitest';
import { RpcClient } from './support/RpcClient.js';
import { startClient } from './support/server.js';

/** What a Kurento Media Server 7.3 answers to each wrong request: code, message, data.type. */
type Expected = readonly [code: number, message: string, type?: string];

const notFound = (id: string): Expected => [
  40101,
  `Object '${id}' not found`,
  'MEDIA_OBJECT_NOT_FOUND',
];
const noFactory = (type: string): Expected => [
  40108,
  `Factory '${type}' not found`,
  'MEDIA_OBJECT_NOT_AVAILABLE',
];
const marshall = (message: string): Expected => [40001, message, 'MARSHALL_ERROR'];
const noMethod = (name: string, count: number): Expected => [
  40008,
  `Method '${name}' with ${count} parameters not found`,
  'MALFORMED_TRANSACTION',
];
const noEvent = (type: string): Expected => [
  40106,
  `Event '${type}' not supported`,
  'MEDIA_OBJECT_EVENT_NOT_SUPPORTED',
];

function toError([code, message, type]: Expected): object {
  return { code, message, ...(type && { data: { type } }) };
}

test.each([
  ['[]'],
  ['{}'],
  ['"x"'],
  ['null'],
  ['42'],
  ['{"id":1,"method":"ping"}'],
  ['{"jsonrpc":"1.0","id":1,"method":"ping"}'],
  ['{"jsonrpc":"2.0","id":1}'],
  ['{"jsonrpc":"2.0","id":1,"method":5}'],
  ['{"jsonrpc":"2.0","id":{"a":1},"method":"ping"}'],
  ['{"jsonrpc":"2.0","id":[1],"method":"ping"}'],
  ['[{"jsonrpc":"2.0","id":1,"method":"ping"}]'],
])('%s is no request, and the connection goes on', async (text) => {
  const { client } = await startClient();
  client.send(text);
  expect(await client.next()).toEqual({
    id: null,
    jsonrpc: '2.0',
    error: { code: -32600, message: 'Invalid JSON-RPC request.' },
  });
  expect(await client.value('ping')).toBe('pong');
});

test.each(['this is not json', '', '{"jsonrpc":"2.0","id":'])(
  'text %j that is no JSON is a parse error, and the connection goes on',
  async (text) => {
    const { client } = await startClient();
    client.send(text);
    expect(await client.next()).toEqual({
      id: null,
      jsonrpc: '2.0',
      error: { code: -32700, message: 'Parse error.' },
    });
    expect(await client.value('ping')).toBe('pong');
  },
);

test.each(['str', 1.5, true, 0])('the id %j is echoed unchanged', async (id) => {
  const { client } = await startClient();
  client.send({ jsonrpc: '2.0', id, method: 'ping' });
  expect(await client.next()).toEqual({ id, jsonrpc: '2.0', result: { value: 'pong' } });
});

test('a request without id is executed and not answered', async () => {
  const { client } = await startClient();
  const pipeline = await client.create('MediaPipeline');
  const invoke = { object: pipeline, operation: 'setName', operationParams: { name: 'x' } };
  client.send({ jsonrpc: '2.0', method: 'invoke', params: invoke });
  client.send({ jsonrpc: '2.0', id: null, method: 'ping' });
  client.send({ jsonrpc: '2.0', id: 'last', method: 'ping' });
  expect(await client.next()).toMatchObject({ id: 'last' });
  expect(await client.invoke(pipeline, 'getName')).toBe('x');
});

test.each<[string, object | undefined, Expected]>([
  ['noSuchMethod', {}, [-32601, 'Method not found.']],
  ['', undefined, [-32601, 'Method not found.']],
  ['create', undefined, [-32602, "'params' is required", 'INVALID_PARAMS']],
  ['describe', undefined, [-32602, "'params' is required", 'INVALID_PARAMS']],
  ['create', {}, [-32000, "'type' parameter is required"]],
  ['invoke', {}, [-32000, "'operation' parameter is required"]],
  ['invoke', { operation: 'getName' }, [-32000, "'object' parameter is required"]],
  ['describe', {}, [-32000, "'object' parameter is required"]],
  ['describe', { object: [] }, [-32000, "'object' parameter should be a string"]],
  ['release', {}, [-32000, "'object' parameter is required"]],
  ['subscribe', {}, [-32000, "'type' parameter is required"]],
  ['unsubscribe', {}, [-32000, "'object' parameter is required"]],
  ['unsubscribe', { object: 'x' }, [-32000, "'subscription' parameter is required"]],
  ['ref', {}, [-32000, "'object' parameter is required"]],
  ['unref', {}, [-32000, "'object' parameter is required"]],
  ['closeSession', {}, [-32000, "'sessionId' parameter is required"]],
  ['keepAlive', {}, [-32000, "'sessionId' parameter is required"]],
  ['transaction', {}, [-32000, "'operations' parameter is required"]],
  ['transaction', { operations: {} }, [-32000, "'operations' parameter should be an array"]],
  ['connect', { sessionId: 'unknown' }, [40007, 'Invalid session', 'INVALID_SESSION']],
  ['keepAlive', { sessionId: 'unknown' }, [40007, 'Invalid session', 'INVALID_SESSION']],
  ['describe', { object: 'nope' }, notFound('nope')],
  ['describe', { object: 5 }, notFound('5')],
  ['ref', { object: 'nope' }, notFound('nope')],
  [
    'describe',
    { object: 'newref:0' },
    [
      40109,
      "Object 'newref:0' not found: it belongs to a transaction",
      'MEDIA_OBJECT_NOT_FOUND_TRANSACTION_NO_COMMIT',
    ],
  ],
  ['create', { type: 'NoSuchType' }, noFactory('NoSuchType')],
  ['create', { type: 'nomodule.WebRtcEndpoint' }, noFactory('nomodule.WebRtcEndpoint')],
  ['create', { type: null }, noFactory('')],
  ['create', { type: 5 }, noFactory('5')],
  ['create', { type: 'MediaElement' }, noFactory('MediaElement')],
  ['create', { type: 'ServerManager' }, noFactory('ServerManager')],
  ['create', { type: 'Hub' }, noFactory('Hub')],
])('%s %j', async (method, params, expected) => {
  const { client } = await startClient();
  expect((await client.request(method, params)).error).toEqual(toError(expected));
});

test.each([[[]], ['x']])('params %j that are no object are an internal error', async (params) => {
  const { client } = await startClient();
  client.send({ jsonrpc: '2.0', id: 1, method: 'create', params });
  expect(await client.next()).toMatchObject({ id: 1, error: { code: -32603 } });
});

test.each<[string, unknown, Expected]>([
  ['WebRtcEndpoint', undefined, marshall("'constructorParams' is required")],
  ['WebRtcEndpoint', [], marshall("'constructorParams' should be an object")],
  ['WebRtcEndpoint', {}, marshall("'mediaPipeline' parameter should be a string")],
  ['WebRtcEndpoint', { mediaPipeline: 5 }, notFound('5')],
  ['WebRtcEndpoint', { mediaPipeline: null }, notFound('')],
  [
    'WebRtcEndpoint',
    { mediaPipeline: 'PIPELINE', recvonly: 'x' },
    marshall("'recvonly' parameter should be a boolean"),
  ],
  [
    'WebRtcEndpoint',
    { mediaPipeline: 'PIPELINE', certificateKeyType: 'x' },
    marshall("Invalid value for 'CertificateKeyType'"),
  ],
  ['PlayerEndpoint', { mediaPipeline: 'PIPELINE' }, marshall("'uri' parameter should be a string")],
  [
    'CrowdDetectorFilter',
    { mediaPipeline: 'PIPELINE', rois: [{ __type__: 'Nope', __module__: 'crowddetector' }] },
    [40003, 'Type Nope does not exist in module crowddetector', 'UNEXPECTED_ERROR'],
  ],
  [
    'CrowdDetectorFilter',
    { mediaPipeline: 'PIPELINE', rois: 'x' },
    marshall("'rois' parameter should be a list"),
  ],
])('create %s %j', async (type, constructorParams, expected) => {
  const { client } = await startClient();
  const pipeline = await client.create('MediaPipeline');
  const text = JSON.stringify({ type, constructorParams }).replace('PIPELINE', pipeline);
  const reply = await client.request('create', JSON.parse(text) as object);
  expect(reply.error).toEqual(toError(expected));
});

test('an object of the wrong class is refused wherever a certain one is wanted', async () => {
  const { client } = await startClient();
  const pipeline = await client.create('MediaPipeline');
  const element = await client.create('PassThrough', { mediaPipeline: pipeline });
  const wrong = { error: { code: -32603 } };
  for (const mediaPipeline of ['manager_ServerManager', element]) {
    const params = { type: 'PassThrough', constructorParams: { mediaPipeline } };
    expect(await client.request('create', params)).toMatchObject(wrong);
  }
  const connect = { object: element, operation: 'connect', operationParams: { sink: pipeline } };
  expect(await client.request('invoke', connect)).toMatchObject(wrong);
});

test.each<[string, unknown, Expected]>([
  ['noSuchMethod', undefined, noMethod('noSuchMethod', 0)],
  ['setId', { id: 'x' }, noMethod('setId', 1)],
  ['getChilds', undefined, noMethod('getChilds', 0)],
  ['constructor', undefined, noMethod('constructor', 0)],
  ['release', undefined, noMethod('release', 0)],
  ['getIceCandidatePairs', undefined, noMethod('getIceCandidatePairs', 0)],
  ['processOffer', undefined, marshall("'operationParams' is required")],
  ['processOffer', {}, marshall("'offer' parameter should be a string")],
  ['processOffer', { offer: [] }, marshall("'offer' parameter should be a string")],
  ['processOffer', { offer: null }, [40201, 'Empty offer not valid', 'SDP_PARSE_ERROR']],
  ['processOffer', { offer: '' }, [40201, 'Empty offer not valid', 'SDP_PARSE_ERROR']],
  [
    'processAnswer',
    { answer: 'v=0' },
    [
      40209,
      'Offer not generated. It is not possible to process an answer.',
      'SDP_END_POINT_NOT_OFFER_GENERATED',
    ],
  ],
  [
    'getLocalSessionDescriptor',
    undefined,
    [40202, 'No local SDP', 'SDP_END_POINT_NO_LOCAL_SDP_ERROR'],
  ],
  [
    'getRemoteSessionDescriptor',
    undefined,
    [40203, 'No remote SDP', 'SDP_END_POINT_NO_REMOTE_SDP_ERROR'],
  ],
  ['setName', {}, marshall("'name' parameter should be a string")],
  [
    'setMaxVideoSendBandwidth',
    { maxVideoSendBandwidth: 'x' },
    marshall("'maxVideoSendBandwidth' parameter should be a integer"),
  ],
  [
    'setSendTagsInEvents',
    { sendTagsInEvents: 'x' },
    marshall("'sendTagsInEvents' parameter should be a boolean"),
  ],
  ['addIceCandidate', {}, marshall("'candidate' parameter should be a object")],
  ['addIceCandidate', { candidate: 'x' }, marshall("'candidate' parameter should be a object")],
  ['addIceCandidate', { candidate: {} }, marshall("'candidate' property should be a string")],
  [
    'addIceCandidate',
    { candidate: { candidate: 'x', sdpMid: '0', sdpMLineIndex: 'a' } },
    marshall("'sdpMLineIndex' property should be a integer"),
  ],
  ['connect', {}, marshall("'sink' parameter should be a string")],
  ['connect', { sink: 'nope' }, notFound('nope')],
  ['getStats', { mediaType: 'BOGUS' }, marshall("Invalid value for 'MediaType'")],
  ['getTag', { key: 'x' }, [40110, 'Tag key not found', 'MEDIA_OBJECT_TAG_KEY_NOT_FOUND']],
])('invoke %s %j', async (operation, operationParams, expected) => {
  const { client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  const object = await client.create('WebRtcEndpoint', { mediaPipeline });
  const reply = await client.request('invoke', { object, operation, operationParams });
  expect(reply.error).toEqual(toError(expected));
});

test.each([
  ['WebRtcEndpoint', 'OnIceCandidate'],
  ['WebRtcEndpoint', 'MediaFlowInStateChange'],
  ['WebRtcEndpoint', 'EndOfStream'],
  ['WebRtcEndpoint', 'ObjectCreated'],
  ['WebRtcEndpoint', 'iceCandidateFound'],
  ['WebRtcEndpoint', 'kurento.IceCandidateFound'],
  ['WebRtcEndpoint', ''],
])('%s has no event %j', async (elementType, type) => {
  const { client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  const object = await client.create(elementType, { mediaPipeline });
  const reply = await client.request('subscribe', { object, type });
  expect(reply.error).toEqual(toError(noEvent(type)));
});

test('conversion is lenient where Kurento converts', async () => {
  const { client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  const object = await client.create('WebRtcEndpoint', { mediaPipeline, recvonly: 'true' });
  await client.invoke(object, 'setName', { name: 5, unknown: 1 });
  expect(await client.invoke(object, 'getName')).toBe('5');
  await client.invoke(object, 'setMaxVideoSendBandwidth', { maxVideoSendBandwidth: 1.5 });
  expect(await client.invoke(object, 'getMaxVideoSendBandwidth')).toBe(1);
  await client.invoke(object, 'setMtu', { mtu: '1000' });
  expect(await client.invoke(object, 'getMtu')).toBe(1000);
  for (const operationParams of ['x', [], null]) {
    expect(await client.value('invoke', { object, operation: 'getName', operationParams })).toBe(
      '5',
    );
  }
});

test('what succeeds without an effect still succeeds', async () => {
  const { client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  const a = await client.create('PassThrough', { mediaPipeline });
  await client.invoke(a, 'disconnect', { sink: a });
  for (const [method, params] of [
    ['release', { object: 'nope' }],
    ['unref', { object: 'nope' }],
    ['unsubscribe', { object: 'nope', subscription: 'nope' }],
    ['release', { object: 'manager_ServerManager' }],
    ['describe', { object: 'manager_ServerManager' }],
  ] as const) {
    expect(await client.request(method, params)).not.toHaveProperty('error');
  }
});

test('a message beyond the limit ends that connection only', async () => {
  const { server, client } = await startClient({ limits: { maxMessageBytes: 1000 } });
  const other = await RpcClient.open(server.url);
  client.send('x'.repeat(1001));
  expect(await client.closed).toMatchObject({ code: 1009 });
  expect(await other.value('ping')).toBe('pong');
});
