import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestServer } from './support/TestServer.js';

let server: TestServer;
/** What the receiver gets, one after the other. */
const messages: { readonly request: IncomingMessage; readonly body: string }[] = [];
let onMessage = () => {};
let statusCode = 200;
const receiver = createServer(async (request, response) => {
  messages.push({ request, body: await text(request) });
  response.writeHead(statusCode).end();
  onMessage();
});

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  server = await TestServer.start({ webhooksToPrivateNetworks: true });
}, 60_000);
afterAll(async () => {
  await server.close();
  receiver.close();
});

async function nextMessage() {
  while (messages.length === 0) await new Promise<void>((resolve) => (onMessage = resolve));
  return messages.shift()!;
}

const url = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;

const CREATE =
  'mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { secret webhook { id url enabled } } }';
interface Created {
  readonly createWebhook: { readonly secret: string; readonly webhook: { readonly id: string } };
}

interface Delivery {
  readonly id: string;
  readonly state: string;
  readonly type: string;
  readonly attempts: number;
}
const DELIVERIES = 'webhookDeliveries { id messageId type state attempts status problem }';

const deliveries = async () =>
  (await server.get<{ webhookDeliveries: Delivery[] }>(`{ ${DELIVERIES} }`)).webhookDeliveries;

async function createRule(): Promise<{ id: string }> {
  const { createAlertRule } = await server.get<{ createAlertRule: { id: string } }>(
    'mutation { createAlertRule(input: { regionId: "all", name: "anybody", minLevel: MIN, forSeconds: 0, cooldownSeconds: 0 }) { id } }',
  );
  return createAlertRule;
}

const deleteRule = (rule: { id: string }) =>
  server.get('mutation ($id: ID!) { deleteAlertRule(id: $id) }', rule);

test('an alert is told to a webhook, signed, and a dead letter can be sent again', async () => {
  const { createWebhook } = await server.get<Created>(CREATE, { input: { url: url() } });
  const { secret, webhook } = createWebhook;
  const listed = await server.get<object>('{ webhooks { id url enabled broadcastId } }');
  expect(listed).toEqual({
    webhooks: [{ id: webhook.id, url: url(), enabled: true, broadcastId: null }],
  });
  expect(JSON.stringify(listed)).not.toContain(secret);

  const rule = await createRule();
  await server.get(
    'mutation { updateRegionOfInterest(input: { id: "all", config: { occupancyLevelMin: 1 } }) { id } }',
  );
  await server.get('mutation { play(input: { uri: "demo:crowd" }) { id } }');
  const { request, body } = await nextMessage();
  expect(request.method).toBe('POST');
  const message = new Webhook(secret).verify(body, request.headers as Record<string, string>);
  expect(message).toMatchObject({
    type: 'alert.raised',
    timestamp: expect.any(String) as string,
    data: { ruleName: 'anybody', regionId: 'all', broadcastId: 'main', endedAt: null },
  });

  // 410: the receiver wants no more of it.
  statusCode = 410;
  await deleteRule(rule);
  const ended = await nextMessage();
  expect(JSON.parse(ended.body)).toMatchObject({
    type: 'alert.ended',
    data: { ending: 'RULE_REMOVED' },
  });

  // What became of a message is written before the next one is sent.
  statusCode = 200;
  const other = await createRule();
  await nextMessage();
  const [, dead, raised] = await deliveries();
  expect(dead).toMatchObject({ type: 'alert.ended', state: 'DEAD', attempts: 1, status: 410 });
  expect(raised).toMatchObject({ type: 'alert.raised', state: 'DELIVERED', problem: null });

  await server.get('mutation ($id: ID!) { resendWebhookDelivery(id: $id) { state } }', dead);
  const again = await nextMessage();
  expect(again.body).toBe(ended.body);
  expect(again.request.headers['webhook-id']).toBe(ended.request.headers['webhook-id']);
  await deleteRule(other);
  await nextMessage();
  expect(await deliveries()).toContainEqual({
    ...dead,
    state: 'DELIVERED',
    status: 200,
    problem: null,
  });

  await server.get(
    'mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { enabled } }',
    { input: { id: webhook.id, enabled: false, url: 'https://example.org/x' } },
  );
  await server.get('mutation ($id: ID!) { deleteWebhook(id: $id) }', webhook);
  expect(await server.get(`{ webhooks { id } ${DELIVERIES} }`)).toEqual({
    webhooks: [],
    webhookDeliveries: [],
  });
});

test.each([
  ['ftp://example.org/'],
  ['file:///etc/passwd'],
  ['example.org'],
  ['https://user:password@example.org/'],
  [`https://example.org/${'x'.repeat(2000)}`],
])('the address %s is refused', async (address) => {
  expect(await server.errorCode(CREATE, { input: { url: address } })).toBe('BAD_USER_INPUT');
});

test.each([
  ['mutation { updateWebhook(input: { id: "x" }) { id } }', 'WEBHOOK_NOT_FOUND'],
  ['mutation { deleteWebhook(id: "x") }', 'WEBHOOK_NOT_FOUND'],
  ['mutation { resendWebhookDelivery(id: "x") { id } }', 'WEBHOOK_DELIVERY_NOT_FOUND'],
  ['mutation { resendWebhookDelivery(id: "1.x") { id } }', 'WEBHOOK_DELIVERY_NOT_FOUND'],
  ['{ webhookDeliveries(first: 501) { id } }', 'BAD_USER_INPUT'],
  ['{ webhookDeliveries(before: "x") { id } }', 'BAD_USER_INPUT'],
])('%s is refused with %s', async (query, code) => {
  expect(await server.errorCode(query)).toBe(code);
});
