import { once } from 'node:events';
import { lookup } from 'node:dns/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CrowdEventKind, WebhookDeliveryState } from '@crowdlens/schema';
import { pino } from 'pino';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isPublicAddress } from '../egress/publicAddress.js';
import { HistoryError } from '../history/HistoryStore.js';
import type { HistoryStore } from '../history/HistoryStore.js';
import { openSqlite } from '../history/sql/sqlite.js';
import type { DeliveryOutcome } from '../history/WebhookStore.js';
import { WebhookSender } from './WebhookSender.js';
import type { WebhookSenderOptions } from './WebhookSender.js';

const { DELIVERED, DEAD, WAITING } = WebhookDeliveryState;
const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const log = pino({ level: 'silent' });

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let folder: string;
let store: HistoryStore;
let receiver: Server;
let received: Received[];
/** How the receiver answers; the last one from then on. */
let answers: RequestListener[];
/** Waits for outcomes. */
let onOutcome: (outcome: DeliveryOutcome & { readonly number: number }) => void;
let sender: WebhookSender | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crowdlens-webhooks-'));
  store = await openSqlite(join(folder, 'log.db'));
  const save = store.saveOutcome.bind(store);
  store.saveOutcome = async (key, outcome) => {
    await save(key, outcome);
    onOutcome({ ...outcome, number: key.number });
  };
  received = [];
  answers = [status(200)];
  receiver = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) });
    (answers.length > 1 ? answers.shift() : answers[0])!(request, response);
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
});
afterEach(async () => {
  await sender?.close();
  receiver.closeAllConnections();
  receiver.close();
  await store.close();
  await rm(folder, { recursive: true });
});

const status =
  (code: number, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(code, headers).end('thanks');

const url = (path = '') => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/${path}`;

async function addWebhook(id: string, target = url(id)): Promise<void> {
  const webhook = { id, url: target, broadcastId: null, enabled: true, createdAt: new Date() };
  await store.saveWebhook({ webhook, secret: SECRET });
}

/** Queues a message with an alert, as the journal does. */
async function happen(number: number): Promise<void> {
  const time = new Date(number);
  const alert = {
    id: `${number}`,
    ruleId: 'r',
    ruleName: 'r',
    broadcastId: 'main',
    regionId: 'all',
    kind: CrowdEventKind.OCCUPANCY,
    beganAt: time,
    raisedAt: time,
    lastSeenAt: time,
    endedAt: null,
    ending: null,
    peak: null,
    peakLevel: null,
    peakAt: null,
    compass: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
  };
  const message = { number, type: 'alert.raised', broadcastId: 'main', body: `{"n":${number}}` };
  await store.saveAlert(
    { broadcastId: 'main', log: 1 },
    { number, changed: number, alert },
    message,
  );
}

function start(options: Partial<WebhookSenderOptions> = {}): void {
  sender = new WebhookSender({ store, log, allowPrivate: true, firstPauseMs: 1, ...options });
  sender.wake();
}

/** The outcomes up to the last one that is wanted. */
function outcomes(count: number): Promise<(DeliveryOutcome & { readonly number: number })[]> {
  const seen: (DeliveryOutcome & { readonly number: number })[] = [];
  return new Promise((resolve) => {
    onOutcome = (outcome) => {
      seen.push(outcome);
      if (seen.length === count) resolve(seen);
    };
  });
}

test('messages come in order, and their signature can be checked', async () => {
  await addWebhook('a');
  for (const n of [1, 2, 3]) await happen(n);
  const done = outcomes(3);
  start();
  expect((await done).map(({ number, state }) => [number, state])).toEqual([
    [1, DELIVERED],
    [2, DELIVERED],
    [3, DELIVERED],
  ]);
  expect(received.map(({ body }) => body)).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
  const [{ headers, body } = { headers: {}, body: '' }] = received;
  expect(headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': 'msg_1' });
  const verified = new Webhook(SECRET).verify(body, headers as Record<string, string>);
  expect(verified).toEqual({ n: 1 });
  const forged = { ...(headers as Record<string, string>), 'webhook-id': 'msg_2' };
  expect(() => new Webhook(SECRET).verify(body, forged)).toThrow('signature');
});

test('one that fails is tried again with the same id, and does not hold the next one up', async () => {
  await addWebhook('a');
  await happen(1);
  await happen(2);
  answers = [status(500), status(200)];
  const done = outcomes(3);
  start();
  const [first, ...others] = await done;
  expect(first).toMatchObject({ number: 1, state: WAITING, attempts: 1, status: 500 });
  expect(first!.problem).toBe('It answered with status 500.');
  expect(others.map(({ number, state }) => `${number} ${state}`).toSorted()).toEqual([
    '1 DELIVERED',
    '2 DELIVERED',
  ]);
  expect(received.map(({ headers }) => String(headers['webhook-id'])).toSorted()).toEqual([
    'msg_1',
    'msg_1',
    'msg_2',
  ]);
});

test('after ten attempts it is a dead letter; who says 410 gets no second one', async () => {
  await addWebhook('a');
  await happen(1);
  answers = [status(503)];
  const dead = new Promise<void>((resolve) => {
    onOutcome = ({ state }) => {
      if (state === DEAD) resolve();
    };
  });
  // Pauses up to 4^9 ms would be too long: each outcome is made due at once.
  const save = store.saveOutcome.bind(store);
  store.saveOutcome = (key, outcome) =>
    save(key, {
      ...outcome,
      nextAttemptAt: outcome.nextAttemptAt && new Date(outcome.triedAt!.getTime() - 1),
    });
  start();
  await dead;
  expect(received).toHaveLength(10);
  const gone = outcomes(1);
  answers = [status(410)];
  await happen(2);
  sender!.wake();
  expect(await gone).toMatchObject([{ number: 2, state: DEAD, attempts: 1, status: 410 }]);
});

test('redirects are not followed, and endless answers are cut', async () => {
  await addWebhook('a');
  await happen(1);
  await happen(2);
  answers = [
    status(307, { location: url('elsewhere') }),
    (_request, response) => {
      const chunk = 'x'.repeat(16_384);
      const pour = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', pour);
      pour();
    },
    status(200),
  ];
  const done = outcomes(2);
  // The first one shall not be back before the second one's turn.
  start({ firstPauseMs: 60_000 });
  expect(await done).toMatchObject([
    { number: 1, state: WAITING, status: 307 },
    { number: 2, state: DELIVERED, status: 200 },
  ]);
});

test('this machine is not called unless that is allowed, by address or by name', async () => {
  const { port } = receiver.address() as AddressInfo;
  await addWebhook('a', `http://127.0.0.1:${port}/`);
  await addWebhook('b', `http://[::ffff:127.0.0.1]:${port}/`);
  await addWebhook('c', `http://localhost:${port}/`);
  await happen(1);
  const done = outcomes(3);
  start({ allowPrivate: false });
  for (const { state, problem } of await done) {
    expect(state).toBe(WAITING);
    expect(problem).toContain('is an address of this machine');
  }
  expect(received).toEqual([]);
});

/** A name that does not tell that it means this machine; most machines know themselves by theirs. */
const knowsItself = await lookup(hostname()).then(
  ({ address }) => !isPublicAddress(address),
  () => false,
);

test.runIf(knowsItself)('nor by a name that turns out to be of this machine', async () => {
  const { port } = receiver.address() as AddressInfo;
  await addWebhook('a', `http://${hostname()}:${port}/`);
  await happen(1);
  const done = outcomes(1);
  start({ allowPrivate: false });
  expect(await done).toMatchObject([{ state: WAITING, status: null }]);
  expect(received).toEqual([]);
});

test('nobody there is a problem that is told', async () => {
  await addWebhook('a', 'http://127.0.0.1:1/');
  await happen(1);
  const done = outcomes(1);
  start();
  expect(await done).toMatchObject([{ state: WAITING, status: null }]);
  const [{ delivery } = { delivery: { problem: '' } }] = await store.deliveries({}, 1);
  expect(delivery.problem).toContain('ECONNREFUSED');
});

test('who never answers is given up, and so is who answers with another protocol', async () => {
  await addWebhook('a');
  await happen(1);
  answers = [() => {}];
  const late = outcomes(1);
  start({ timeoutMs: 50 });
  expect((await late)[0]!.problem).toBe('There was no answer within 50 ms.');
  await sender!.close();

  answers = [
    (request) =>
      request.socket.write(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
      ),
  ];
  const other = outcomes(1);
  start();
  expect((await other)[0]!.problem).toBe('The connection ended without an answer.');
});

test('an outcome that cannot be written is written later, and nobody is called twice for it', async () => {
  await addWebhook('a');
  await happen(1);
  const save = store.saveOutcome.bind(store);
  let failures = 1;
  store.saveOutcome = async (key, outcome) => {
    if (failures-- > 0) throw new HistoryError('The disk is full.');
    await save(key, outcome);
  };
  const done = outcomes(1);
  start();
  expect(await done).toMatchObject([{ number: 1, state: DELIVERED, attempts: 1 }]);
  expect(received).toHaveLength(1);
});
