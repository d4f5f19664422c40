import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startClient } from './support/server.js';

/** An address that accepts connections and says nothing. */
async function silentAddress(): Promise<{ uri: string; connection: Promise<Socket> }> {
  const server = createServer(() => {}).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.mp4`,
    connection: once(server, 'connection').then(([socket]) => socket as Socket),
  };
}

test('a player that is released while its source opens lets go of the source at once', async () => {
  const { client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  const { uri, connection } = await silentAddress();
  const player = await client.create('PlayerEndpoint', { mediaPipeline, uri });
  const playing = client.invoke(player, 'play');
  const socket = await connection;
  const ended = once(socket.resume(), 'close');
  await client.value('release', { object: player });
  await ended;
  await playing;
}, 8000);

test('asked twice to play, a player opens its source once', async () => {
  const { client } = await startClient();
  const mediaPipeline = await client.create('MediaPipeline');
  const player = await client.create('PlayerEndpoint', { mediaPipeline, uri: 'demo:crowd' });
  await client.value('subscribe', { object: player, type: 'Error' });
  await Promise.all([client.invoke(player, 'play'), client.invoke(player, 'play')]);
  expect(client.events).toEqual([]);
  expect(await client.invoke(player, 'getState')).toBe('START');
});
