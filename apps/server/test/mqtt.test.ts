import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { Aedes } from 'aedes';
import type { AedesPublishPacket } from 'aedes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestServer } from './support/TestServer.js';

/** A broker that remembers what it was told. */
class Broker {
  readonly retained = new Map<string, string>();
  readonly said: { readonly topic: string; readonly payload: string }[] = [];
  readonly #aedes: Aedes;
  readonly #server: Server;
  #onPublish = () => {};

  static async start(port = 0): Promise<Broker> {
    const aedes = await Aedes.createBroker();
    const server = createServer(aedes.handle).listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new Broker(aedes, server);
  }

  private constructor(aedes: Aedes, server: Server) {
    this.#aedes = aedes;
    this.#server = server;
    aedes.on('publish', (packet) => this.#published(packet));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Resolves when a retained state is as wanted. */
  async untilState(topic: string, isWanted: (payload: string | undefined) => boolean) {
    while (!isWanted(this.retained.get(topic))) await this.#next();
    return this.retained.get(topic);
  }

  /** The next message of a topic that is wanted. */
  async heard(topic: string, isWanted: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const messages = this.said.filter((one) => one.topic === topic);
      const found = messages.map(({ payload }) => JSON.parse(payload) as Message).find(isWanted);
      if (found) return found;
      await this.#next();
    }
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#aedes.close(resolve));
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #next(): Promise<void> {
    return new Promise((resolve) => (this.#onPublish = resolve));
  }

  #published({ topic, payload, retain }: AedesPublishPacket): void {
    if (topic.startsWith('$SYS')) return;
    const text = payload.toString();
    this.said.push({ topic, payload: text });
    if (retain && text === '') this.retained.delete(topic);
    else if (retain) this.retained.set(topic, text);
    this.#onPublish();
  }
}

interface Message {
  readonly typeName?: string;
  readonly type?: string;
  readonly alert?: { readonly ruleName: string };
}

let broker: Broker;
let server: TestServer;
beforeAll(async () => {
  broker = await Broker.start();
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const mqtt = { url, prefix: 'crowdlens', discoveryPrefix: 'homeassistant' };
  server = await TestServer.start({ mqtt });
}, 60_000);
afterAll(async () => {
  await server.close();
  await broker.close();
});

const is = (wanted: string) => (payload: string | undefined) => payload === wanted;

test('the broker is told what there is, and Home Assistant how to show it', async () => {
  await broker.untilState('crowdlens/available', is('online'));
  await broker.untilState('crowdlens/main/state', is('IDLE'));
  await broker.untilState('crowdlens/main/all/occupancy', is('None'));
  await broker.untilState('crowdlens/main/all/alert', is('OFF'));
  const topic = 'homeassistant/sensor/crowdlens_main_all_occupancy/config';
  const config = await broker.untilState(topic, (payload) => payload !== undefined);
  expect(JSON.parse(config!)).toMatchObject({
    unique_id: 'crowdlens_main_all_occupancy',
    name: 'Whole picture occupancy',
    state_topic: 'crowdlens/main/all/occupancy',
    availability_topic: 'crowdlens/available',
    unit_of_measurement: '%',
    device: { identifiers: ['crowdlens_main'], name: 'Crowdlens main' },
  });
});

test('what is measured, and alerts, come as they happen', async () => {
  await server.get(
    'mutation { updateRegionOfInterest(input: { id: "all", config: { occupancyLevelMin: 1 } }) { id } }',
  );
  const { createAlertRule } = await server.get<{ createAlertRule: { id: string } }>(
    'mutation { createAlertRule(input: { regionId: "all", name: "anybody", minLevel: MIN, forSeconds: 0 }) { id } }',
  );
  await server.get('mutation { play(input: { uri: "demo:crowd" }) { id } }');
  await broker.untilState('crowdlens/main/state', is('LIVE'));
  await broker.untilState('crowdlens/main/all/occupancy', (payload) => Number(payload) > 0);
  await broker.untilState('crowdlens/main/all/alert', is('ON'));
  const raised = await broker.heard('crowdlens/main/alerts', ({ type }) => type === 'new');
  expect(raised.alert).toMatchObject({ ruleName: 'anybody', endedAt: null });
  await broker.heard('crowdlens/main/events', ({ typeName }) => typeName === 'OccupancyEvent');
  await server.get('mutation ($id: ID!) { deleteAlertRule(id: $id) }', createAlertRule);
  await broker.untilState('crowdlens/main/all/alert', is('OFF'));
  await broker.heard('crowdlens/main/alerts', ({ type }) => type === 'end');
});

test('a region with a difficult name comes and goes', async () => {
  const region = {
    id: 'a/b #1',
    points: [
      { x: 0, y: 0 },
      { x: 1, y: 0 },
      { x: 1, y: 1 },
    ],
  };
  await server.get(
    'mutation ($input: AddRegionOfInterestInput!) { addRegionOfInterest(input: $input) { id } }',
    { input: { region } },
  );
  const config = 'homeassistant/binary_sensor/crowdlens_main_a-2f-b-20--23-1_alert/config';
  await broker.untilState(config, (payload) => payload !== undefined);
  await broker.untilState('crowdlens/main/a%2Fb%20%231/alert', is('OFF'));
  await server.get('mutation { removeRegionOfInterest(input: { id: "a/b #1" }) { id } }');
  await broker.untilState(config, (payload) => payload === undefined);
  await broker.untilState('crowdlens/main/a%2Fb%20%231/alert', (payload) => payload === undefined);
});

test('a broker that was away is told everything again', async () => {
  const { port } = broker;
  await broker.close();
  await server.get('mutation { stop { id } }');
  broker = await Broker.start(port);
  await broker.untilState('crowdlens/available', is('online'));
  await broker.untilState('crowdlens/main/state', is('IDLE'));
  await broker.untilState('crowdlens/main/all/occupancy', is('None'));
  await broker.untilState(
    'homeassistant/sensor/crowdlens_main_state/config',
    (payload) => payload !== undefined,
  );
});

test('whoever ends says so', async () => {
  await server.stop();
  expect(broker.retained.get('crowdlens/available')).toBe('offline');
});
