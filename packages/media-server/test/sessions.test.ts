import { expect, test } from 'vitest';
import { RpcClient } from './support/RpcClient.js';
import { startClient } from './support/server.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

test('connect makes a session, which lives from the first object on', async () => {
  const { client } = await startClient();
  const { result } = await client.request('connect', {});
  expect(result).toEqual({
    serverId: expect.stringMatching(uuid),
    sessionId: expect.stringMatching(uuid),
  });
  expect((await client.request('connect', {})).error.code).toBe(40007);
  await client.create('MediaPipeline');
  expect((await client.request('connect', {})).result).toEqual(result);
  expect((await client.request('keepAlive', {})).result).toEqual({ sessionId: result.sessionId });
});

test('ping tells the session once there is one', async () => {
  const { client } = await startClient();
  expect((await client.request('ping')).result).toEqual({ value: 'pong' });
  const { sessionId } = (await client.request('connect')).result;
  expect((await client.request('ping', { interval: 1 })).result).toEqual({
    value: 'pong',
    sessionId,
  });
  expect((await client.request('ping', { sessionId: 'other' })).result.sessionId).toBe('other');
});

test('requests side by side on a new connection share one session', async () => {
  const { client } = await startClient();
  const replies = await Promise.all([
    client.request('create', { type: 'MediaPipeline' }),
    client.request('create', { type: 'MediaPipeline' }),
  ]);
  expect(replies[0].result.sessionId).toBe(replies[1].result.sessionId);
});

test('any made-up session is adopted, and other sessions see the same objects', async () => {
  const { server, client } = await startClient();
  const object = await client.create('MediaPipeline');
  const other = await RpcClient.open(server.url);
  const params = { object, operation: 'getName', sessionId: 'made-up' };
  expect((await other.request('invoke', params)).result).toEqual({
    sessionId: 'made-up',
    value: object,
  });
  expect(await other.invoke('manager_ServerManager', 'getPipelines')).toEqual([object]);
  expect(await other.invoke('manager_ServerManager', 'getSessions')).toContain('made-up');
});

test('after a reconnect the session, its objects and its subscriptions go on', async () => {
  const { server, client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  const element = await client.create('PassThrough', { mediaPipeline });
  const { result } = await client.request('subscribe', {
    object: element,
    type: 'ElementConnected',
  });
  await client.drop();

  const again = await RpcClient.open(server.url);
  const { sessionId } = result;
  expect((await again.request('connect', { sessionId })).result.sessionId).toBe(sessionId);
  await again.invoke(element, 'connect', { sink: element, mediaType: 'VIDEO' });
  expect(await again.event('ElementConnected')).toMatchObject({ object: element });
});

test('what happens while a session has no connection is told to the next one, before its reply', async () => {
  const { server, client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  const element = await client.create('PassThrough', { mediaPipeline });
  const params = { object: element, type: 'ElementConnected' };
  const { sessionId } = (await client.request('subscribe', params)).result;
  await client.drop();

  const other = await RpcClient.open(server.url);
  await other.invoke(element, 'connect', { sink: element, mediaType: 'VIDEO' });
  await other.invoke(element, 'connect', { sink: element, mediaType: 'AUDIO' });
  const again = await RpcClient.open(server.url);
  await again.request('connect', { sessionId });
  expect(again.events.map(({ data }) => data['mediaType'])).toEqual(['VIDEO', 'AUDIO']);

  const next = again.next(({ method }) => method === 'onEvent');
  await other.invoke(element, 'connect', { sink: element, mediaType: 'DATA' });
  expect((await next).params.value.data.mediaType).toBe('DATA');
});

test('events follow the session to the connection that used it last', async () => {
  const { server, client: first } = await startClient();
  const mediaPipeline = await first.create('MediaPipeline');
  const element = await first.create('PassThrough', { mediaPipeline });
  const params = { object: element, type: 'ElementConnected' };
  const { sessionId } = (await first.request('subscribe', params)).result;

  const second = await RpcClient.open(server.url);
  await second.request('ping', { sessionId });
  await second.invoke(element, 'connect', { sink: element, mediaType: 'VIDEO' });
  await second.event('ElementConnected');
  expect(first.events).toEqual([]);
  // The first one lost the session: it is given a new one.
  expect((await first.request('describe', { object: element })).result.sessionId).not.toBe(
    sessionId,
  );
});

test('an object lives until the last session lets go of it', async () => {
  const { server, client: first } = await startClient();
  const pipeline = await first.create('MediaPipeline');
  const second = await RpcClient.open(server.url);
  await second.request('ref', { object: pipeline });
  await first.request('ref', { object: pipeline });
  await first.request('unref', { object: pipeline });
  expect(await second.invoke(pipeline, 'getName')).toBe(pipeline);
  await second.request('unref', { object: pipeline });
  expect((await second.request('describe', { object: pipeline })).error.code).toBe(40101);
});

test('a child made later belongs to every session that holds its parent', async () => {
  const { server, client: first } = await startClient();
  const mediaPipeline = await first.create('MediaPipeline');
  const second = await RpcClient.open(server.url);
  await second.request('ref', { object: mediaPipeline });
  const child = await first.create('PassThrough', { mediaPipeline });
  await first.request('unref', { object: child });
  expect(await second.invoke(child, 'getName')).toBe(child);
});

test('closeSession frees what nobody else holds', async () => {
  const { server, client: first } = await startClient();
  const own = await first.create('MediaPipeline');
  const shared = await first.create('MediaPipeline');
  const second = await RpcClient.open(server.url);
  await second.request('ref', { object: shared });
  expect((await first.request('closeSession', {})).result).toEqual({});
  expect(await second.invoke('manager_ServerManager', 'getPipelines')).toEqual([shared]);
  expect((await second.request('describe', { object: own })).error.code).toBe(40101);
  expect((await first.request('closeSession', { sessionId: 'never' })).result).toEqual({});
});

test('closeSession with release frees what others hold, too', async () => {
  const { server, client: first } = await startClient();
  const pipeline = await first.create('MediaPipeline');
  const second = await RpcClient.open(server.url);
  await second.request('ref', { object: pipeline });
  await first.request('closeSession', { release: true });
  expect((await second.request('describe', { object: pipeline })).error.code).toBe(40101);
});

test('an orphaned session is collected after its connection is gone; an open one is not', async () => {
  const { server, client } = await startClient({ garbageCollectorPeriodMs: 20 });
  const watcher = await RpcClient.open(server.url);
  await watcher.request('subscribe', { object: 'manager_ServerManager', type: 'ObjectDestroyed' });
  const kept = await watcher.create('MediaPipeline');
  const orphan = await client.create('MediaPipeline');
  await client.drop();
  const { data } = await watcher.event('ObjectDestroyed');
  expect(data.objectId).toBe(orphan);
  expect(await watcher.invoke('manager_ServerManager', 'getPipelines')).toEqual([kept]);
});

test('a request that outlives its connection does not keep the session', async () => {
  const { server, client } = await startClient({ garbageCollectorPeriodMs: 300 });
  const watcher = await RpcClient.open(server.url);
  const object = 'manager_ServerManager';
  await watcher.request('subscribe', { object, type: 'ObjectDestroyed' });
  const orphan = await client.create('MediaPipeline');
  const operationParams = { interval: 50 };
  client.send({
    jsonrpc: '2.0',
    id: 'slow',
    method: 'invoke',
    params: { object, operation: 'getUsedCpu', operationParams },
  });
  await client.value('ping');
  await client.drop();
  expect((await watcher.event('ObjectDestroyed')).data.objectId).toBe(orphan);
});

test('the same request again gets the same reply and is not executed again', async () => {
  const { server, client } = await startClient();
  const { sessionId } = (await client.request('connect')).result;
  const create = {
    jsonrpc: '2.0',
    id: 77,
    method: 'create',
    params: { type: 'MediaPipeline', sessionId },
  };
  client.send(create);
  const first = await client.next(({ id }) => id === 77);
  await client.drop();

  const again = await RpcClient.open(server.url);
  again.send(create);
  expect(await again.next(({ id }) => id === 77)).toEqual(first);
  again.send({ ...create, method: 'ping' });
  expect((await again.next(({ id }) => id === 77)).result.value).toBe('pong');
  expect(await again.invoke('manager_ServerManager', 'getPipelines')).toHaveLength(1);
});

test('a session holds no more objects than allowed', async () => {
  const { client } = await startClient({ limits: { maxObjectsPerSession: 2 } });
  const mediaPipeline = await client.create('MediaPipeline');
  await client.create('PassThrough', { mediaPipeline });
  const params = { type: 'PassThrough', constructorParams: { mediaPipeline } };
  expect((await client.request('create', params)).error).toMatchObject({
    code: 40009,
    data: { type: 'NOT_ENOUGH_RESOURCES' },
  });
});

test('the server holds no more objects than allowed, whoever has them', async () => {
  // The ServerManager is one of them.
  const { server, client } = await startClient({ limits: { maxObjects: 2 } });
  const pipeline = await client.create('MediaPipeline');
  const other = await RpcClient.open(server.url);
  const { error } = await other.request('create', { type: 'MediaPipeline' });
  expect(error).toMatchObject({ code: 40009, message: expect.stringContaining('2 objects') });
  await client.request('release', { object: pipeline });
  await other.create('MediaPipeline');
});

test('hundreds of requests at once are all answered, a few at a time', async () => {
  const { client } = await startClient({ limits: { maxPendingRequests: 2 } });
  const mediaPipeline = await client.create('MediaPipeline');
  const ids = await Promise.all(
    Array.from({ length: 500 }, () => client.create('PassThrough', { mediaPipeline })),
  );
  expect(new Set(ids).size).toBe(500);
  expect(await client.invoke(mediaPipeline, 'getChildren')).toHaveLength(500);
});
