import { expect, test } from 'vitest';
import { Chance } from '../src/Chance.test.support.js';
import { RpcClient, type Message } from './support/RpcClient.js';
import { startClient } from './support/server.js';

const OFFER = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1',
  ...['audio 9 UDP/TLS/RTP/SAVPF 111', 'video 9 UDP/TLS/RTP/SAVPF 96'].flatMap((media, mid) => [
    `m=${media}`,
    'c=IN IP4 0.0.0.0',
    'a=ice-ufrag:usgN',
    'a=ice-pwd:NJ1yF7HqF8uZOHpVRQhDSjeD',
    `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
    'a=setup:actpass',
    'a=rtcp-mux',
    `a=mid:${mid}`,
    mid === 0 ? 'a=rtpmap:111 opus/48000/2' : 'a=rtpmap:96 VP8/90000',
    `a=ssrc:${77 + mid} cname:x`,
  ]),
  '',
].join('\r\n');

/** A reply as the protocol has it: an id, and either a result or an error with words. */
function isReply({ id, jsonrpc, result, error }: Message): boolean {
  const hasWords = typeof error?.code === 'number' && typeof error.message === 'string';
  return id !== undefined && jsonrpc === '2.0' && (error ? hasWords : typeof result === 'object');
}

/** Requests of all kinds for real objects; some of them make no sense as they are. */
function requests(pipeline: string, element: string): object[] {
  const params = { mediaPipeline: pipeline };
  return [
    { method: 'ping' },
    { method: 'connect', params: {} },
    { method: 'create', params: { type: 'PassThrough', constructorParams: params } },
    { method: 'create', params: { type: 'Dispatcher', constructorParams: params } },
    { method: 'describe', params: { object: element } },
    { method: 'subscribe', params: { object: element, type: 'ElementConnected' } },
    { method: 'unsubscribe', params: { object: element, subscription: 'none' } },
    { method: 'ref', params: { object: element, sessionId: 'some' } },
    { method: 'keepAlive', params: { sessionId: 'some' } },
    ...[
      ['connect', { sink: element, mediaType: 'VIDEO' }],
      ['getStats', { mediaType: 'AUDIO' }],
      ['addTag', { key: '__proto__', value: 'constructor' }],
      ['setVideoFormat', { caps: { codec: 'VP8', framerate: { numerator: 1, denominator: 0 } } }],
    ].map(([operation, operationParams]) => ({
      method: 'invoke',
      params: { object: element, operation, operationParams },
    })),
    {
      method: 'transaction',
      params: {
        operations: [
          {
            id: 0,
            jsonrpc: '2.0',
            method: 'create',
            params: { type: 'PassThrough', constructorParams: params },
          },
          {
            id: 1,
            jsonrpc: '2.0',
            method: 'invoke',
            params: {
              object: 'newref:0',
              operation: 'connect',
              operationParams: { sink: 'newref:0' },
            },
          },
        ],
      },
    },
  ];
}

test('damaged messages are answered or refused, and others notice nothing', async () => {
  const { server, client: calm } = await startClient();
  const pipeline = await calm.create('MediaPipeline');
  const element = await calm.create('PassThrough', { mediaPipeline: pipeline });
  const wild = await RpcClient.open(server.url);
  const strange: Message[] = [];
  wild.on('message', (message) => {
    if (message.method !== 'onEvent' && !isReply(message)) strange.push(message);
  });
  const chance = new Chance(5);
  const messages = requests(pipeline, element);
  for (let round = 0; round < 3000; round += 1) {
    const text = JSON.stringify({ jsonrpc: '2.0', id: `w${round}`, ...chance.pick(messages) });
    wild.send(chance.damageBytes(Buffer.from(text)).toString());
  }
  // Answered last, so all before it have been dealt with.
  expect(await wild.value('describe', { object: 'manager_ServerManager' })).toBeUndefined();
  expect(strange).toEqual([]);
  expect(await calm.invoke(element, 'getName')).toBe(element);
});

test.each([
  ['deep arrays', '['.repeat(400_000)],
  ['closed deep arrays', '['.repeat(200_000) + ']'.repeat(200_000)],
  [
    'a deep parameter',
    `{"jsonrpc":"2.0","id":1,"method":"transaction","params":{"operations":[{"id":0,"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}}`,
  ],
  ['many operations', transaction(20_000)],
])('%s are answered', async (_name, text) => {
  const { client } = await startClient();
  client.send(text);
  expect(await client.next()).toSatisfy(isReply);
  expect(await client.value('ping')).toBe('pong');
});

function transaction(count: number): string {
  const operations = Array.from({ length: count }, (_, id) => ({ id, method: 'ping' }));
  return JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'transaction', params: { operations } });
}

test('damaged offers and candidates are answered or refused', async () => {
  const { client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  const chance = new Chance(6);
  const codes = new Set<number | undefined>();
  for (let round = 0; round < 150; round += 1) {
    const object = await client.create('WebRtcEndpoint', { mediaPipeline });
    const call = async (operation: string, operationParams: object): Promise<void> => {
      const params = { object, operation, operationParams };
      codes.add((await client.request('invoke', params)).error?.code);
    };
    await call('processOffer', { offer: chance.damageText(OFFER) });
    const candidate = 'candidate:1 1 udp 2113937151 127.0.0.1 40000 typ host';
    await call('addIceCandidate', {
      candidate: {
        candidate: chance.damageBytes(Buffer.from(candidate)).toString(),
        sdpMid: chance.pick(['0', '1', '', 'x']),
        sdpMLineIndex: chance.below(4),
      },
    });
    await client.request('release', { object });
  }
  // Some were answered, and nothing was refused but for being bad SDP.
  expect(codes).toEqual(new Set([40201, undefined]));
});
