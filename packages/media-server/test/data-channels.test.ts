import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import type { IceCandidate } from '../src/webrtc/iceCandidate.js';
import { WebRtcPeer } from '../src/webrtc/WebRtcPeer.js';
import { call, connect, kurento, type RemoteObject } from './support/kurentoClient.js';
import { startServer } from './support/server.js';
import { LOOPBACK } from './support/connectedPair.js';

async function startPipeline(): Promise<RemoteObject> {
  const { url } = await startServer();
  const client = await connect(url);
  onTestFinished(() => client.close());
  return call(client, 'create', 'MediaPipeline');
}

/** A peer whose data channel to the endpoint is open, and the channel's id as the endpoint told it. */
async function join(endpoint: RemoteObject): Promise<{ peer: WebRtcPeer; channelId: number }> {
  const peer = WebRtcPeer.create({ ...LOOPBACK, offersData: true });
  onTestFinished(() => peer.close());
  endpoint.on('IceCandidateFound', ({ candidate }: { candidate: IceCandidate }) =>
    peer.addIceCandidate(candidate),
  );
  peer.on('candidate', (candidate) => {
    void call(
      endpoint,
      'addIceCandidate',
      kurento.getComplexType('IceCandidate')({ ...candidate }),
    );
  });
  const told = new Promise<number>((resolve) => {
    endpoint.on('DataChannelOpened', ({ channelId }: { channelId: number }) => resolve(channelId));
  });
  const connected = once(peer, 'candidatePair');
  await peer.processAnswer(await call(endpoint, 'processOffer', await peer.generateOffer()));
  peer.gatherCandidates();
  await call(endpoint, 'gatherCandidates');
  await connected;
  const opened = once(peer.data, 'opened');
  await call(endpoint, 'createDataChannel', 'chat');
  await opened;
  return { peer, channelId: await told };
}

test('messages go from endpoint to endpoint over what hands them on; closing is told', async () => {
  const pipeline = await startPipeline();
  const create = (type: string) => call<RemoteObject>(pipeline, 'create', type);
  const [first, hub, second] = [
    await create('WebRtcEndpoint'),
    await create('PassThrough'),
    await create('WebRtcEndpoint'),
  ];
  await call(first, 'connect', hub);
  await call(hub, 'connect', second);
  const [a, b] = [await join(first), await join(second)];
  const received = once(b.peer.data, 'message');
  a.peer.data.send('hello');
  expect(await received).toEqual(['hello']);
  const stats = Object.values(await call<Record<string, object>>(second, 'getStats'));
  expect(stats).toContainEqual(
    expect.objectContaining({ type: 'datachannel', label: 'chat', messagesSent: 1, bytesSent: 5 }),
  );
  const closed = new Promise((resolve) => second.on('DataChannelClosed', resolve));
  await call(second, 'closeDataChannel', b.channelId);
  expect(await closed).toMatchObject({ channelId: b.channelId });
});

test('data channels need data in the negotiation, and an id that is there', async () => {
  const pipeline = await startPipeline();
  const endpoint = await call<RemoteObject>(pipeline, 'create', 'WebRtcEndpoint');
  await expect(call(endpoint, 'createDataChannel')).rejects.toMatchObject({ code: 40111 });
  await expect(call(endpoint, 'closeDataChannel', 3)).rejects.toMatchObject({ code: 40107 });
});

test('an endpoint offers data channels if it was told to', async () => {
  const pipeline = await startPipeline();
  const endpoint = await call<RemoteObject>(pipeline, 'create', 'WebRtcEndpoint', {
    useDataChannels: true,
  });
  expect(await call(endpoint, 'generateOffer')).toContain('m=application 9 UDP/DTLS/SCTP');
});
