import { MediaServer } from '@crowdlens/media-server';
import { expect, onTestFinished, test } from 'vitest';
import { call, connect, type Client, type RemoteObject } from './support/kurentoClient.js';
import { startServer } from './support/server.js';
import { TcpProxy } from './support/TcpProxy.js';

/** Whether the session was there still, once the client has come back. */
function reconnected(client: Client): Promise<boolean> {
  return new Promise((resolve) => client.on('reconnected', (same: never) => resolve(same)));
}

test('a client whose socket drops goes on with its objects and hears their events', async () => {
  const server = await startServer();
  const proxy = await TcpProxy.start(server.url);
  const client = await connect(proxy.url);
  onTestFinished(() => client.close());
  const pipeline = await call<RemoteObject>(client, 'create', 'MediaPipeline');
  const source = await call<RemoteObject>(pipeline, 'create', 'PassThrough');
  const sink = await call<RemoteObject>(pipeline, 'create', 'PassThrough');
  const connected = new Promise((resolve) => source.on('ElementConnected', resolve));
  await call(source, 'getName');

  const back = reconnected(client);
  proxy.cut();
  expect(await back).toBe(true);
  await call(source, 'connect', sink, 'VIDEO');
  expect(await connected).toMatchObject({ source: source.id, sink: sink.id, mediaType: 'VIDEO' });
});

test('a client whose server was started anew begins again with the same client', async () => {
  const first = await startServer();
  const client = await connect(first.url);
  onTestFinished(() => client.close());
  const lost = await call<RemoteObject>(client, 'create', 'MediaPipeline');

  const back = reconnected(client);
  await first.close();
  const second = await MediaServer.create({ port: Number(new URL(first.url).port) });
  onTestFinished(() => second.close());
  expect(await back).toBe(false);
  await expect(call(lost, 'getName')).rejects.toMatchObject({ code: 40101 });
  const pipeline = await call<RemoteObject>(client, 'create', 'MediaPipeline');
  expect(await call(pipeline, 'getName')).toBe(pipeline.id);
});

test('transactions that a program opens itself fail in the client, before anything is sent', async () => {
  const { url } = await startServer();
  const client = await connect(url);
  onTestFinished(() => client.close());
  const { beginTransaction } = client as unknown as { beginTransaction: () => unknown };
  expect(beginTransaction).toThrow("Class constructor Domain cannot be invoked without 'new'");
});

test('a client that gathers its calls into transactions gets the same', async () => {
  const { url } = await startServer();
  const client = await connect(url, { useImplicitTransactions: true });
  onTestFinished(() => client.close());
  const pipeline = await call<RemoteObject>(client, 'create', 'MediaPipeline');
  const [source, sink] = await Promise.all([
    call<RemoteObject>(pipeline, 'create', 'PassThrough'),
    call<RemoteObject>(pipeline, 'create', 'PassThrough'),
  ]);
  await call(source, 'connect', sink);
  expect(await call(source, 'getSinkConnections')).toHaveLength(3);
});
