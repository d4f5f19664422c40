import { expect, test } from 'vitest';
import { RpcClient } from './support/RpcClient.js';
import { startClient } from './support/server.js';

async function startElements() {
  const { server, client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  const source = await client.create('PassThrough', { mediaPipeline });
  const sink = await client.create('PassThrough', { mediaPipeline });
  return { server, client, mediaPipeline, source, sink };
}

test('an event has the shape of Kurento’s', async () => {
  const { client, source, sink } = await startElements();
  await client.value('subscribe', { object: source, type: 'ElementConnected' });
  const message = client.next(({ method }) => method === 'onEvent');
  await client.invoke(source, 'connect', { sink, mediaType: 'VIDEO' });
  expect(await message).toEqual({
    jsonrpc: '2.0',
    method: 'onEvent',
    params: {
      value: {
        object: source,
        type: 'ElementConnected',
        data: {
          source,
          tags: [],
          timestampMillis: expect.stringMatching(/^\d{13}$/),
          type: 'ElementConnected',
          sink,
          mediaType: 'VIDEO',
          sourceMediaDescription: 'default',
          sinkMediaDescription: 'default',
        },
      },
    },
  });
});

test('the manager tells what is made and gone, children before their parents', async () => {
  const { server, client, mediaPipeline, source, sink } = await startElements();
  const watcher = await RpcClient.open(server.url);
  for (const type of ['ObjectCreated', 'ObjectDestroyed']) {
    await watcher.value('subscribe', { object: 'manager_ServerManager', type });
  }
  const object = await client.create('PassThrough', { mediaPipeline });
  expect((await watcher.event('ObjectCreated')).data).toEqual({
    source: 'manager_ServerManager',
    tags: [],
    timestampMillis: expect.any(String),
    object,
  });
  const last = watcher.next((message) => message.params?.value?.data?.objectId === mediaPipeline);
  await client.request('release', { object: mediaPipeline });
  await last;
  const destroyed = watcher.events
    .filter(({ type }) => type === 'ObjectDestroyed')
    .map(({ data }) => data.objectId);
  expect(new Set(destroyed.slice(0, 3))).toEqual(new Set([source, sink, object]));
  expect(destroyed[3]).toBe(mediaPipeline);
});

test('however often a session subscribes, each event comes once, until the last one ends', async () => {
  const { client, source, sink } = await startElements();
  const params = { object: source, type: 'ElementConnected' };
  const first = await client.value('subscribe', params);
  const second = await client.value('subscribe', params);
  expect(first).not.toBe(second);
  const connect = (): Promise<unknown> =>
    client.invoke(source, 'connect', { sink, mediaType: 'VIDEO' });
  await connect();
  expect(client.events).toHaveLength(1);
  await client.request('unsubscribe', { object: source, subscription: first });
  await connect();
  expect(client.events).toHaveLength(2);
  await client.request('unsubscribe', { object: source, subscription: second });
  await connect();
  expect(client.events).toHaveLength(2);
});

test('tags come with events when the object is told to send them', async () => {
  const { client, source, sink } = await startElements();
  await client.value('subscribe', { object: source, type: 'ElementConnected' });
  await client.invoke(source, 'addTag', { key: 'room', value: '5' });
  await client.invoke(source, 'setSendTagsInEvents', { sendTagsInEvents: true });
  await client.invoke(source, 'connect', { sink, mediaType: 'AUDIO' });
  expect((await client.event('ElementConnected')).data.tags).toEqual([
    { __module__: 'kurento', __type__: 'Tag', key: 'room', value: '5' },
  ]);
});

test('properties common to all objects', async () => {
  const { client, mediaPipeline, source, sink } = await startElements();
  const get = (object: string, property: string): Promise<unknown> =>
    client.invoke(object, `get${property}`);
  expect(await get(mediaPipeline, 'Parent')).toBeNull();
  expect(await get(mediaPipeline, 'MediaPipeline')).toBe(mediaPipeline);
  expect(await get(source, 'Parent')).toBe(mediaPipeline);
  expect(await get(source, 'Name')).toBe(source);
  expect(await get(source, 'Stats')).toBeNull();
  expect(await get(mediaPipeline, 'Children')).toEqual([source, sink]);
  expect(await get(source, 'CreationTime')).toBeTypeOf('number');
});
