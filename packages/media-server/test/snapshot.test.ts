import { expect, test } from 'vitest';
import { startClient } from './support/server.js';

const point = (x: number, y: number) => ({ x, y });
const whole = {
  id: 'all',
  points: [point(0, 0), point(1, 0), point(1, 1), point(0, 1)],
  regionOfInterestConfig: {},
};

test('a crowd filter gives its next picture as a JPEG, drawn on, also while nobody watches', async () => {
  const { client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  const uri = 'demo:crowd?width=320&height=240';
  const player = await client.create('PlayerEndpoint', { mediaPipeline, uri });
  const filter = await client.create('CrowdDetectorFilter', { mediaPipeline, rois: [whole] });
  await client.invoke(player, 'connect', { sink: filter });

  await expect(client.invoke(filter, 'takeSnapshot')).rejects.toThrow('40108');

  await client.invoke(player, 'play');
  const take = async () =>
    Buffer.from((await client.invoke(filter, 'takeSnapshot')) as string, 'base64');
  const [first, same] = await Promise.all([take(), take()]);
  expect(first.subarray(0, 3).toString('hex')).toBe('ffd8ff');
  expect(first.equals(same)).toBe(true);
  expect((await take()).equals(first)).toBe(false);
});
