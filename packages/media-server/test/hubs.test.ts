import { expect, test } from 'vitest';
import { startClient } from './support/server.js';

const whole = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
];

test('pictures go through a hub to the ports that it chooses', async () => {
  const { client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  const hub = await client.create('Dispatcher', { mediaPipeline });
  const [inlet, outlet] = [
    await client.create('HubPort', { hub }),
    await client.create('HubPort', { hub }),
  ];
  const player = await client.create('PlayerEndpoint', { mediaPipeline, uri: 'demo:crowd' });
  const filter = await client.create('CrowdDetectorFilter', {
    mediaPipeline,
    rois: [{ id: 'all', points: whole, regionOfInterestConfig: {} }],
  });
  await client.value('subscribe', { object: filter, type: 'CrowdDetectorMeasurement' });
  await client.value('subscribe', { object: inlet, type: 'MediaFlowInStateChanged' });
  await client.value('subscribe', { object: outlet, type: 'MediaFlowOutStateChanged' });
  await client.invoke(player, 'connect', { sink: inlet });
  await client.invoke(outlet, 'connect', { sink: filter });
  await client.invoke(player, 'play');
  expect(await client.event('MediaFlowInStateChanged')).toMatchObject({
    object: inlet,
    data: { state: 'FLOWING' },
  });
  const flowsOut = (port: string): Promise<unknown> =>
    client.invoke(port, 'isMediaFlowingOut', { mediaType: 'VIDEO' });
  expect(await flowsOut(inlet)).toBe(false);
  expect(await flowsOut(outlet)).toBe(false);

  await client.invoke(hub, 'connect', { source: inlet, sink: outlet });
  await client.event('CrowdDetectorMeasurement');
  expect(await client.event('MediaFlowOutStateChanged')).toMatchObject({
    object: outlet,
    data: { state: 'FLOWING', mediaType: 'VIDEO' },
  });
  expect(await flowsOut(inlet)).toBe(false);
});

test('a hub is an object with ports for children', async () => {
  const { client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  const hub = await client.create('DispatcherOneToMany', { mediaPipeline });
  const port = await client.create('HubPort', { hub });
  expect(port.startsWith(`${hub}/`)).toBe(true);
  expect(port).toMatch(/_kurento\.HubPort$/);
  expect(await client.invoke(hub, 'getChildren')).toEqual([port]);
  expect(await client.invoke(port, 'getParent')).toBe(hub);
  expect(await client.invoke(port, 'getMediaPipeline')).toBe(mediaPipeline);
  expect((await client.request('describe', { object: port })).result).toMatchObject({
    qualifiedType: 'kurento.HubPort',
    hierarchy: ['kurento.MediaElement', 'kurento.MediaObject'],
  });
  await client.request('release', { object: hub });
  expect((await client.request('describe', { object: port })).error.code).toBe(40101);
});
