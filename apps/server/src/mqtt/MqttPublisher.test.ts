import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { MqttPublisher } from './MqttPublisher.js';

/** CONNACK: accepted (MQTT 3.1.1, 3.2). */
const ACCEPTED = Buffer.from([0x20, 2, 0, 0]);

test('a broker that has gone silent does not hold the end up', async () => {
  const silent = createServer((socket) => {
    socket.on('error', () => {}).once('data', () => socket.write(ACCEPTED));
  }).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const connection = once(silent, 'connection');
  const publisher = new MqttPublisher({
    url: `mqtt://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    availabilityTopic: 'crowdlens/available',
    log: pino({ level: 'silent' }),
  });
  const [socket] = (await connection) as [NodeJS.ReadableStream];
  // CONNECT, then the first state: it is connected.
  await once(socket, 'data');
  await once(socket, 'data');
  publisher.tell('crowdlens/main/events', '{}');
  await expect(publisher.close()).resolves.toBeUndefined();
  silent.close();
});
