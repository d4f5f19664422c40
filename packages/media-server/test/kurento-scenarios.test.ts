import { expect, onTestFinished, test } from 'vitest';
import { call, connect, type Client, type RemoteObject } from './support/kurentoClient.js';
import { wholePicture } from './support/regions.js';
import { startServer } from './support/server.js';

interface Scene {
  readonly client: Client;
  readonly pipeline: RemoteObject;
  create(type: string, params?: object): Promise<RemoteObject>;
}

async function start(): Promise<Scene> {
  const { url } = await startServer();
  const client = await connect(url);
  onTestFinished(() => client.close());
  const pipeline = await call<RemoteObject>(client, 'create', 'MediaPipeline');
  return {
    client,
    pipeline,
    create: (type, params = {}) => call(pipeline, 'create', type, params),
  };
}

/** Joins two endpoints by WebRTC as a browser joins one: here one of them plays the browser. */
async function join(browser: RemoteObject, endpoint: RemoteObject): Promise<void> {
  for (const [from, to] of [
    [browser, endpoint],
    [endpoint, browser],
  ] as const) {
    from.on('IceCandidateFound', ({ candidate }: { candidate: object }) => {
      void call(to, 'addIceCandidate', candidate);
    });
  }
  const offer = await call(browser, 'generateOffer');
  await call(browser, 'processAnswer', await call(endpoint, 'processOffer', offer));
  await call(endpoint, 'gatherCandidates');
  await call(browser, 'gatherCandidates');
}

/** Resolves once video comes out of an endpoint, that is in from its peer. */
async function videoFrom(endpoint: RemoteObject): Promise<void> {
  const flows = new Promise<void>((resolve) => {
    endpoint.on('MediaFlowOutStateChanged', (event: { state: string; mediaType: string }) => {
      if (event.mediaType === 'VIDEO' && event.state === 'FLOWING') resolve();
    });
  });
  // The client subscribes on its own; it may have begun to flow before.
  if (await call<boolean>(endpoint, 'isMediaFlowingOut', 'VIDEO')) return;
  await flows;
}

async function camera(scene: Scene): Promise<RemoteObject> {
  const player = await scene.create('PlayerEndpoint', {
    uri: 'demo:crowd?width=320&height=240&fps=15',
  });
  const endpoint = await scene.create('WebRtcEndpoint');
  await call(player, 'connect', endpoint);
  await call(player, 'play');
  return endpoint;
}

test('one to many: a presenter’s video reaches every viewer', async () => {
  const scene = await start();
  const presenter = await scene.create('WebRtcEndpoint');
  await join(await camera(scene), presenter);
  const viewers = await Promise.all(
    [1, 2].map(async () => {
      const endpoint = await scene.create('WebRtcEndpoint');
      const browser = await scene.create('WebRtcEndpoint');
      await call(presenter, 'connect', endpoint);
      await join(browser, endpoint);
      return browser;
    }),
  );
  await Promise.all(viewers.map(videoFrom));
  const [viewer] = viewers;
  const stats = Object.values(await call<Record<string, { type: string }>>(viewer!, 'getStats'));
  expect(stats).toContainEqual(expect.objectContaining({ type: 'inboundrtp' }));
}, 30_000);

test('one to one: two callers see each other', async () => {
  const scene = await start();
  const callers = await Promise.all(
    [1, 2].map(async () => ({
      browser: await camera(scene),
      endpoint: await scene.create('WebRtcEndpoint'),
    })),
  );
  const [one, other] = callers;
  await call(one!.endpoint, 'connect', other!.endpoint);
  await call(other!.endpoint, 'connect', one!.endpoint);
  for (const { browser, endpoint } of callers) await join(browser, endpoint);
  await Promise.all(callers.map(({ browser }) => videoFrom(browser)));

  await call(one!.endpoint, 'release');
  expect(await call(other!.endpoint, 'getSourceConnections')).toEqual([]);
}, 30_000);

test('a player is watched by a viewer', async () => {
  const scene = await start();
  const browser = await scene.create('WebRtcEndpoint');
  await join(browser, await camera(scene));
  await videoFrom(browser);
}, 30_000);

test('a loopback through the crowd filter comes back, measured', async () => {
  const scene = await start();
  const browser = await camera(scene);
  const endpoint = await scene.create('WebRtcEndpoint');
  const filter = await scene.create('crowddetector.CrowdDetectorFilter', {
    rois: [wholePicture('all')],
  });
  const occupancy = new Promise<object>((resolve) => {
    filter.on('CrowdDetectorOccupancy', resolve);
  });
  expect(await call(filter, 'getStats')).toBeNull();
  await call(scene.pipeline, 'setLatencyStats', true);
  await call(endpoint, 'connect', filter);
  await call(filter, 'connect', endpoint);
  await join(browser, endpoint);
  await videoFrom(browser);
  expect(await occupancy).toMatchObject({
    roiId: 'all',
    occupancyPercentage: expect.any(Number),
    occupancyLevel: expect.any(Number),
  });
  expect(await call(filter, 'isMediaTranscoding', 'VIDEO')).toBe(true);
  expect(await call(browser, 'isMediaTranscoding', 'VIDEO')).toBe(false);

  type Latency = readonly { type: string; avg: number }[];
  type LatencyStats = Record<string, { type: string; inputLatency: Latency; E2ELatency?: Latency }>;
  const ofFilter = (await call<LatencyStats>(filter, 'getStats'))[filter.id]!;
  expect(ofFilter.type).toBe('element');
  const [input] = ofFilter.inputLatency;
  expect(input).toMatchObject({ type: 'VIDEO' });
  const ofEndpoint = (await call<LatencyStats>(endpoint, 'getStats', 'VIDEO'))[endpoint.id]!;
  expect(ofEndpoint.type).toBe('endpoint');
  const [endToEnd] = ofEndpoint.E2ELatency ?? [];
  // Decoded, measured, drawn and encoded it has become older; nanoseconds.
  expect(endToEnd!.avg).toBeGreaterThan(input!.avg);
  expect(endToEnd!.avg).toBeLessThan(10e9);
}, 30_000);
