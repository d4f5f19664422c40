import { expect, test } from 'vitest';
import { startPipeline } from './media.test.support.js';
import { WebRtcEndpoint } from './WebRtcEndpoint.js';

async function startEndpoint() {
  const started = await startPipeline();
  const { context, mediaPipeline } = started;
  const params = { mediaPipeline, recvonly: false, sendonly: false, useDataChannels: false };
  return { ...started, endpoint: await WebRtcEndpoint.create(context, params) };
}

test('an offer is answered once', async () => {
  const { raised, endpoint } = await startEndpoint();
  expect(await endpoint.processOffer('o')).toBe('answer to o');
  expect(endpoint.getLocalSessionDescriptor()).toBe('answer to o');
  expect(endpoint.getRemoteSessionDescriptor()).toBe('o');
  expect(raised('MediaSessionStarted')).toHaveLength(1);
  await expect(endpoint.processOffer('o')).rejects.toMatchObject({ code: 40208 });
  await expect(endpoint.generateOffer()).rejects.toMatchObject({ code: 40208 });
  await expect(endpoint.processAnswer('a')).rejects.toMatchObject({ code: 40209 });
});

test('two offers at the same time: one is refused', async () => {
  const { endpoint } = await startEndpoint();
  const first = endpoint.processOffer('1');
  await expect(endpoint.processOffer('2')).rejects.toMatchObject({ code: 40208 });
  expect(await first).toBe('answer to 1');
});

test('an own offer is answered once', async () => {
  const { endpoint } = await startEndpoint();
  expect(await endpoint.generateOffer()).toBe('offer');
  await expect(endpoint.processAnswer('')).rejects.toThrow('Empty answer not valid');
  expect(await endpoint.processAnswer('a')).toBe('offer');
  await expect(endpoint.processAnswer('a')).rejects.toMatchObject({ code: 40210 });
});

test('an answer before the offer is ready is too early', async () => {
  const { endpoint } = await startEndpoint();
  const offer = endpoint.generateOffer();
  await expect(endpoint.processAnswer('a')).rejects.toMatchObject({ code: 40209 });
  await offer;
});

test('a bad offer may be followed by a good one', async () => {
  const { media, endpoint } = await startEndpoint();
  media.failure = Object.assign(new Error('no m= line'), { code: 'SDP_PARSE_ERROR' });
  await expect(endpoint.processOffer('bad')).rejects.toMatchObject({
    code: 40201,
    message: 'Invalid SDP',
    reason: 'no m= line',
  });
  media.failure = new Error('broken');
  await expect(endpoint.processOffer('o')).rejects.toMatchObject({ code: 40205 });
  media.failure = undefined;
  expect(await endpoint.processOffer('o')).toBe('answer to o');
});

test('what the peer tells becomes events and properties', async () => {
  const { media, events, raised, endpoint } = await startEndpoint();
  const candidate = { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0 };
  media.peer.candidate(candidate);
  media.peer.gatheringDone();
  media.peer.iceState('CONNECTED');
  media.peer.dtlsState('CONNECTED');
  media.peer.candidatePair('local', 'remote');
  media.peer.connectionState('CONNECTED');
  media.peer.mediaState('CONNECTED');
  media.peer.mediaState('CONNECTED');
  expect(events.map(({ type }) => type)).toEqual([
    'IceCandidateFound',
    'IceGatheringDone',
    'IceComponentStateChanged',
    'DtlsConnectionStateChange',
    'NewCandidatePairSelected',
    'ConnectionStateChanged',
    'MediaStateChanged',
  ]);
  expect(raised('IceCandidateFound')).toEqual([{ candidate }]);
  expect(raised('IceComponentStateChanged')).toEqual([
    { streamId: 1, componentId: 1, state: 'CONNECTED' },
  ]);
  expect(endpoint.ICECandidatePairs).toEqual([
    { streamId: '1', componentId: 1, localCandidate: 'local', remoteCandidate: 'remote' },
  ]);
  expect(endpoint).toMatchObject({ mediaState: 'CONNECTED', connectionState: 'CONNECTED' });
  media.peer.connectionState('DISCONNECTED');
  expect(raised('MediaSessionTerminated')).toHaveLength(1);
});

test('a candidate that cannot be used is left out; other failures are told', async () => {
  const { media, endpoint } = await startEndpoint();
  const candidate = { candidate: 'garbage', sdpMid: '0', sdpMLineIndex: 0 };
  media.candidateFailure = Object.assign(new Error(), { code: 'ICE_ADD_CANDIDATE_ERROR' });
  expect(() => endpoint.addIceCandidate(candidate)).not.toThrow();
  media.candidateFailure = new Error('closed');
  expect(() => endpoint.addIceCandidate(candidate)).toThrow('closed');
});
