/**
 * What Kurento Media Server 7.3 answers, as facts: requests in order on one connection, each with
 * the whole `result` (but for `sessionId`) or `error`. `$name` is the value of the step that was
 * named so; `ID` and `SESSION` stand for what each run makes anew.
 */
export type Step = readonly [
  method: string,
  params: object | undefined,
  expected: { readonly value?: unknown } | { readonly error: WireError } | object,
  name?: string,
];
type WireError = readonly [code: number, message: string, type?: string];

const kurento = (type: string, fields: object): object => ({
  __module__: 'kurento',
  __type__: type,
  ...fields,
});
const invoke = (
  object: string,
  operation: string,
  operationParams: object | undefined,
  value: unknown,
): Step => [
  'invoke',
  { object, operation, ...(operationParams && { operationParams }) },
  { value },
];
const get = (object: string, property: string, value: unknown): Step =>
  invoke(object, `get${property}`, undefined, value);
const create = (name: string, type: string, constructorParams?: object): Step => [
  'create',
  { type, ...(constructorParams && { constructorParams }) },
  { value: 'ID' },
  name,
];
const failing = (method: string, params: object | undefined, ...error: WireError): Step => [
  method,
  params,
  { error },
];
const connection = (type: string): object =>
  kurento('ElementConnectionData', {
    source: '$a',
    sink: '$b',
    type,
    sourceDescription: 'default',
    sinkDescription: 'default',
  });
const notFound = (id: string): WireError => [
  40101,
  `Object '${id}' not found`,
  'MEDIA_OBJECT_NOT_FOUND',
];

const pipeline = create('p', 'MediaPipeline');
const pair = [
  create('a', 'WebRtcEndpoint', { mediaPipeline: '$p' }),
  create('b', 'kurento.WebRtcEndpoint', { mediaPipeline: '$p' }),
];
const elementAncestors = ['kurento.MediaElement', 'kurento.MediaObject'];

/** By what they are about. */
export const exchanges: Readonly<Record<string, readonly Step[]>> = {
  'the first steps': [
    ['ping', undefined, { value: 'pong' }],
    ['connect', {}, { serverId: 'SESSION' }],
    failing('connect', {}, 40007, 'Invalid session', 'INVALID_SESSION'),
    failing('keepAlive', {}, 40007, 'Invalid session', 'INVALID_SESSION'),
    ['ping', { interval: 240_000 }, { value: 'pong' }],
    pipeline,
    ['keepAlive', {}, {}],
    failing('nothing', {}, -32601, 'Method not found.'),
    failing('create', {}, -32000, "'type' parameter is required"),
    failing('invoke', { object: '$p' }, -32000, "'operation' parameter is required"),
    failing('describe', { object: [] }, -32000, "'object' parameter should be a string"),
  ],
  'who is who': [
    pipeline,
    ...pair,
    create('t', 'PassThrough', { mediaPipeline: '$p' }),
    create('hub', 'Dispatcher', { mediaPipeline: '$p' }),
    create('port', 'HubPort', { hub: '$hub' }),
    [
      'describe',
      { object: 'manager_ServerManager' },
      {
        type: 'ServerManager',
        qualifiedType: 'kurento.ServerManager',
        hierarchy: ['kurento.MediaObject'],
      },
    ],
    [
      'describe',
      { object: '$a' },
      {
        type: 'WebRtcEndpoint',
        qualifiedType: 'kurento.WebRtcEndpoint',
        hierarchy: [
          'kurento.BaseRtpEndpoint',
          'kurento.SdpEndpoint',
          'kurento.SessionEndpoint',
          'kurento.Endpoint',
          ...elementAncestors,
        ],
      },
    ],
    [
      'describe',
      { object: '$port' },
      { type: 'HubPort', qualifiedType: 'kurento.HubPort', hierarchy: elementAncestors },
    ],
    get('$p', 'Parent', null),
    get('$p', 'MediaPipeline', '$p'),
    get('$p', 'LatencyStats', false),
    get('$a', 'Parent', '$p'),
    get('$a', 'Id', '$a'),
    get('$a', 'Name', '$a'),
    get('$a', 'Children', []),
    get('$a', 'Tags', []),
    get('$a', 'SendTagsInEvents', false),
    get('$hub', 'Children', ['$port']),
  ],
  'what an endpoint begins with': [
    pipeline,
    ...pair,
    get('$a', 'MediaState', 'DISCONNECTED'),
    get('$a', 'ConnectionState', 'DISCONNECTED'),
    get('$a', 'MaxAudioRecvBandwidth', 0),
    get('$a', 'MaxVideoRecvBandwidth', 0),
    get('$a', 'MinVideoRecvBandwidth', 100),
    get('$a', 'MinVideoSendBandwidth', 100),
    get('$a', 'MaxVideoSendBandwidth', 500),
    get('$a', 'Mtu', 1200),
    get('$a', 'StunServerAddress', ''),
    get('$a', 'StunServerPort', 3478),
    get('$a', 'TurnUrl', ''),
    get('$a', 'ExternalIPv4', ''),
    get('$a', 'ExternalIPv6', ''),
    get('$a', 'ICECandidatePairs', []),
    get(
      '$a',
      'RembParams',
      kurento('RembParams', {
        packetsRecvIntervalTop: 100,
        exponentialFactor: 0.04,
        linealFactorMin: 50,
        linealFactorGrade: 30,
        decrementFactor: 0.5,
        thresholdFactor: 0.8,
        upLosses: 12,
        rembOnConnect: 300_000,
      }),
    ),
    invoke('$a', 'gatherCandidates', undefined, null),
    failing(
      'invoke',
      { object: '$a', operation: 'processOffer', operationParams: { offer: '' } },
      40201,
      'Empty offer not valid',
      'SDP_PARSE_ERROR',
    ),
  ],
  connections: [
    pipeline,
    ...pair,
    invoke('$a', 'connect', { sink: '$b' }, null),
    get('$a', 'SinkConnections', ['AUDIO', 'VIDEO', 'DATA'].map(connection)),
    get('$b', 'SourceConnections', ['AUDIO', 'VIDEO', 'DATA'].map(connection)),
    invoke('$b', 'getSourceConnections', { mediaType: 'VIDEO', description: 'default' }, [
      connection('VIDEO'),
    ]),
    invoke('$b', 'getSourceConnections', { mediaType: 'VIDEO', description: 'nope' }, []),
    invoke('$a', 'disconnect', { sink: '$b', mediaType: 'AUDIO' }, null),
    get('$a', 'SinkConnections', ['VIDEO', 'DATA'].map(connection)),
    invoke('$a', 'disconnect', { sink: '$b' }, null),
    invoke('$a', 'disconnect', { sink: '$b' }, null),
    get('$a', 'SinkConnections', []),
    invoke('$a', 'isMediaFlowingIn', { mediaType: 'VIDEO' }, false),
    invoke('$a', 'isMediaTranscoding', { mediaType: 'AUDIO' }, false),
    create('q', 'MediaPipeline'),
    create('c', 'PassThrough', { mediaPipeline: '$q' }),
    failing(
      'invoke',
      { object: '$a', operation: 'connect', operationParams: { sink: '$c' } },
      40004,
      'Media elements do not share pipeline',
      'CONNECT_ERROR',
    ),
  ],
  'properties and tags': [
    pipeline,
    invoke('$p', 'setName', { name: 'my-name' }, null),
    get('$p', 'Name', 'my-name'),
    invoke('$p', 'addTag', { key: 'k', value: 'v' }, null),
    invoke('$p', 'getTag', { key: 'k' }, 'v'),
    get('$p', 'Tags', [kurento('Tag', { key: 'k', value: 'v' })]),
    invoke('$p', 'removeTag', { key: 'k' }, null),
    failing(
      'invoke',
      { object: '$p', operation: 'getTag', operationParams: { key: 'k' } },
      40110,
      'Tag key not found',
      'MEDIA_OBJECT_TAG_KEY_NOT_FOUND',
    ),
    invoke('$p', 'setSendTagsInEvents', { sendTagsInEvents: true }, null),
    get('$p', 'SendTagsInEvents', true),
    ...pair,
    invoke(
      '$a',
      'setVideoFormat',
      { caps: { codec: 'VP8', framerate: { numerator: 15, denominator: 1 } } },
      null,
    ),
  ],
  'the ends of objects': [
    pipeline,
    ...pair,
    ['ref', { object: '$a' }, {}],
    ['unref', { object: '$a' }, {}],
    failing('describe', { object: '$a' }, ...notFound('$a')),
    ['release', { object: '$p' }, {}],
    ['release', { object: '$p' }, {}],
    ['unref', { object: '$p' }, {}],
    failing('ref', { object: '$p' }, ...notFound('$p')),
    failing('describe', { object: '$b' }, ...notFound('$b')),
    ['release', { object: 'manager_ServerManager' }, {}],
    get('manager_ServerManager', 'Pipelines', []),
  ],
  subscriptions: [
    pipeline,
    ['subscribe', { object: '$p', type: 'Error' }, { value: 'SESSION' }, 'subscription'],
    ['unsubscribe', { object: '$p', subscription: '$subscription' }, {}],
    ['unsubscribe', { object: 'nope', subscription: 'nope' }, {}],
    failing(
      'subscribe',
      { object: '$p', type: 'EndOfStream' },
      40106,
      "Event 'EndOfStream' not supported",
      'MEDIA_OBJECT_EVENT_NOT_SUPPORTED',
    ),
    failing('subscribe', { object: 'nope', type: 'Error' }, ...notFound('nope')),
  ],
};
