import { expect, onTestFinished, test } from 'vitest';
import { call, connect, kurento, type Client, type RemoteObject } from './support/kurentoClient.js';
import { startServer } from './support/server.js';

kurento.register('kurento-module-crowddetector');

async function startKurentoClient(): Promise<Client> {
  const { url } = await startServer();
  const client = await connect(url);
  onTestFinished(() => client.close());
  return client;
}

function roi(id: string, ...corners: [number, number][]): object {
  return kurento.getComplexType('crowddetector.RegionOfInterest')({
    id,
    points: corners.map(([x, y]) =>
      kurento.getComplexType('crowddetector.RelativePoint')({ x, y }),
    ),
    regionOfInterestConfig: kurento.getComplexType('crowddetector.RegionOfInterestConfig')({
      occupancyLevelMin: 5,
    }),
  });
}

test('kurento-client connects in strict mode with the crowd module registered', async () => {
  const client = await startKurentoClient();
  const manager = await call<RemoteObject>(client, 'getServerManager');
  expect(await call(manager, 'getInfo')).toMatchObject({
    type: 'KMS',
    version: expect.stringMatching(/^7\./),
    capabilities: ['transactions', 'crowdlens'],
    modules: ['core', 'elements', 'filters', 'crowddetector'].map((name) => ({ name })),
  });
});

test('an access token in the URL lets kurento-client in', async () => {
  const { url } = await startServer({ token: 'secret' });
  expect(url).toContain('access_token=secret');
  const client = await connect(url);
  onTestFinished(() => client.close());
  expect(await call(client, 'create', 'MediaPipeline')).toHaveProperty('id');
});

test('creates, connects and describes elements and hears their events', async () => {
  const client = await startKurentoClient();
  const pipeline = await call<RemoteObject>(client, 'create', 'MediaPipeline');
  const source = await call<RemoteObject>(pipeline, 'create', 'PassThrough');
  const sink = await call<RemoteObject>(pipeline, 'create', 'PassThrough');
  const types: string[] = [];
  const heard = new Promise<void>((resolve) => {
    source.on('ElementConnected', ({ mediaType, source: from }: Record<string, string>) => {
      expect(from).toBe(source.id);
      if (types.push(String(mediaType)) === 3) resolve();
    });
  });
  // The client subscribes on its own; a round trip later that has been done.
  await call(source, 'getName');
  await call(source, 'connect', sink);
  await heard;
  expect(types).toEqual(['AUDIO', 'VIDEO', 'DATA']);
  const connections = await call<object[]>(sink, 'getSourceConnections');
  expect(connections).toMatchObject([{ type: 'AUDIO' }, { type: 'VIDEO' }, { type: 'DATA' }]);
  const described = await call<RemoteObject>(client, 'getMediaobjectById', source.id);
  expect(described.id).toBe(source.id);
});

test('creates a CrowdDetectorFilter with regions and reads and writes its property', async () => {
  const client = await startKurentoClient();
  const pipeline = await call<RemoteObject>(client, 'create', 'MediaPipeline');
  const filter = await call<RemoteObject>(pipeline, 'create', 'crowddetector.CrowdDetectorFilter', {
    rois: [roi('door', [0, 0], [1, 0], [1, 1])],
  });
  expect(filter.id).toMatch(/_kurento\.MediaPipeline\/.+_crowddetector\.CrowdDetectorFilter$/);
  expect(await call(filter, 'getProcessingWidth')).toBe(320);
  await call(filter, 'setProcessingWidth', 640);
  expect(await call(filter, 'getProcessingWidth')).toBe(640);
  await expect(call(filter, 'setProcessingWidth', 10)).rejects.toMatchObject({ code: 40107 });
  for (const event of ['Occupancy', 'Fluidity', 'Direction']) {
    filter.on(`CrowdDetector${event}`, () => {});
  }
  await call(filter, 'getName');
});

test('a region that is no polygon is refused with its name', async () => {
  const client = await startKurentoClient();
  const pipeline = await call<RemoteObject>(client, 'create', 'MediaPipeline');
  await expect(
    call(pipeline, 'create', 'crowddetector.CrowdDetectorFilter', {
      rois: [roi('line', [0, 0], [1, 1])],
    }),
  ).rejects.toThrow('Region "line": has 2 points; a polygon needs at least 3.');
});

test('releasing a pipeline releases its elements', async () => {
  const client = await startKurentoClient();
  const pipeline = await call<RemoteObject>(client, 'create', 'MediaPipeline');
  const element = await call<RemoteObject>(pipeline, 'create', 'WebRtcEndpoint');
  await call(pipeline, 'release');
  await expect(call(client, 'getMediaobjectById', element.id)).rejects.toThrow('not found');
});
