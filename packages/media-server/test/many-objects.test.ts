import { expect, test } from 'vitest';
import { freeUdpPort } from './support/freeUdpPort.js';
import type { RpcClient, Message } from './support/RpcClient.js';
import { startClient } from './support/server.js';

/** CPU seconds of the whole process while something is done. */
async function cpuSeconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function createMany(
  client: RpcClient,
  type: string,
  count: number,
  params: object,
): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, () => client.create(type, params)));
}

function releaseAll(client: RpcClient, objects: readonly string[]): Promise<Message[]> {
  return Promise.all(objects.map((object) => client.request('release', { object })));
}

/** The pipelines that the server still has. */
function left(client: RpcClient): Promise<string[]> {
  return client.invoke('manager_ServerManager', 'getPipelines');
}

test('ten thousand elements of one pipeline are made and released, together or one after the other', async () => {
  const { client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  const params = { mediaPipeline };
  let elements: string[] = [];
  const seconds = await cpuSeconds(async () => {
    elements = await createMany(client, 'PassThrough', 9000, params);
    await releaseAll(client, elements);
    elements = await createMany(client, 'PassThrough', 1000, params);
    for (const object of elements) await client.request('release', { object });
  });
  expect(await client.invoke(mediaPipeline, 'getChildren')).toEqual([]);
  // Planned anew for each of them, it was more than a minute.
  expect(seconds).toBeLessThan(20);
}, 60_000);

test('a chain of 2,000 elements, and one of hubs, delay nobody', async () => {
  const { client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  const params = { mediaPipeline };
  const chain = await createMany(client, 'PassThrough', 2000, params);
  const seconds = await cpuSeconds(async () => {
    await Promise.all(
      chain.slice(1).map((sink, index) => client.invoke(chain[index]!, 'connect', { sink })),
    );
    const viewer = await client.create('CrowdDetectorFilter', { ...params, rois: [] });
    await client.invoke(chain.at(-1)!, 'connect', { sink: viewer });
    let source = viewer;
    for (let count = 0; count < 200; count++) {
      const hub = await client.create('DispatcherOneToMany', params);
      const [into, out] = await createMany(client, 'HubPort', 2, { hub });
      await client.invoke(hub, 'setSource', { source: into });
      await client.invoke(source, 'connect', { sink: into });
      source = out!;
    }
    await client.invoke(source, 'connect', { sink: chain[0] });
  });
  expect(seconds).toBeLessThan(20);
  await client.request('release', { object: mediaPipeline });
  expect(await left(client)).toEqual([]);
}, 60_000);

test('thousands of pipelines are made and released', async () => {
  const { client } = await startClient();
  for (const times of [1, 2]) {
    const pipelines = await createMany(client, 'MediaPipeline', 2000, {});
    expect(await left(client), `round ${times}`).toHaveLength(2000);
    await releaseAll(client, pipelines);
    expect(await left(client)).toEqual([]);
  }
}, 60_000);

test('a thousand WebRtcEndpoints are made, half opened and released, and nothing is left of them', async () => {
  const { client } = await startClient({ webrtcPort: await freeUdpPort() });
  const round = async (count: number): Promise<void> => {
    const mediaPipeline = await client.create('MediaPipeline');
    const endpoints = await createMany(client, 'WebRtcEndpoint', count, { mediaPipeline });
    await Promise.all(
      endpoints.map(async (endpoint) => {
        await client.invoke(endpoint, 'generateOffer');
        await client.invoke(endpoint, 'gatherCandidates');
      }),
    );
    await client.request('release', { object: mediaPipeline });
  };
  await round(500);
  const before = process.memoryUsage.rss();
  await round(500);
  expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 2 ** 20);
  expect(await left(client)).toEqual([]);
}, 60_000);
