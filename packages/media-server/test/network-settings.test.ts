import { expect, onTestFinished, test } from 'vitest';
import { call, connect, type RemoteObject } from './support/kurentoClient.js';
import { startServer } from './support/server.js';

test('an endpoint announces the external address that it was given before it negotiated', async () => {
  const { url } = await startServer();
  const client = await connect(url);
  onTestFinished(() => client.close());
  const pipeline = await call<RemoteObject>(client, 'create', 'MediaPipeline');
  const endpoint = await call<RemoteObject>(pipeline, 'create', 'WebRtcEndpoint');
  await call(endpoint, 'setExternalIPv4', '203.0.113.5');
  await call(endpoint, 'setNetworkInterfaces', 'lo');
  const found = new Promise<{ candidate: { candidate: string } }>((resolve) => {
    endpoint.on('IceCandidateFound', resolve);
  });
  await call(endpoint, 'generateOffer');
  await call(endpoint, 'gatherCandidates');
  expect((await found).candidate.candidate).toMatch(/ 203\.0\.113\.5 \d+ typ host$/);
});
