import { WebhookDeliveryState } from '@crowdlens/schema';
import type { Kysely } from 'kysely';
import type {
  DeliveryConditions,
  DeliveryKey,
  DeliveryOutcome,
  NewWebhookMessage,
  StoredDelivery,
  StoredWebhook,
} from '../WebhookStore.js';
import type { Tables, WebhookDeliveryTable } from './tables.js';

// Their order is that of the numbers in the table: new ones go to the end.
const STATES = [
  WebhookDeliveryState.WAITING,
  WebhookDeliveryState.DELIVERED,
  WebhookDeliveryState.DEAD,
];
const WAITING = 0;
const DEAD = 2;
/** Messages of one webhook that wait for an attempt; more are dead letters from the start. */
const MAX_WAITING = 10_000;

/** All webhooks, in the order in which they were made. */
export async function readWebhooks(db: Kysely<Tables>): Promise<StoredWebhook[]> {
  const rows = await db
    .selectFrom('webhook')
    .selectAll()
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(({ id, url, secret, broadcast_id, enabled, created_at }) => ({
    secret,
    webhook: {
      id,
      url,
      broadcastId: broadcast_id,
      enabled: enabled === 1,
      createdAt: new Date(created_at),
    },
  }));
}

/** Puts a webhook in the place of the one of its id, or adds it. */
export async function writeWebhook(
  db: Kysely<Tables>,
  { webhook, secret }: StoredWebhook,
): Promise<void> {
  const { id, url, broadcastId, enabled, createdAt } = webhook;
  const changes = { url, secret, broadcast_id: broadcastId, enabled: enabled ? 1 : 0 };
  await db
    .insertInto('webhook')
    .values({ id, created_at: createdAt.getTime(), ...changes })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changes))
    .execute();
}

/** Puts a message into the queues of all webhooks that want it. */
export async function queueMessage(
  db: Kysely<Tables>,
  { number, type, broadcastId, body }: NewWebhookMessage,
): Promise<void> {
  const wanting = await db
    .selectFrom('webhook')
    .select('id')
    .where('enabled', '=', 1)
    .where((row) =>
      row.or([row('broadcast_id', 'is', null), row('broadcast_id', '=', broadcastId)]),
    )
    .execute();
  const now = Date.now();
  for (const { id } of wanting) {
    const { waiting } = await db
      .selectFrom('webhook_delivery')
      .select((row) => row.fn.countAll<number>().as('waiting'))
      .where('webhook_id', '=', id)
      .where('state', '=', WAITING)
      .executeTakeFirstOrThrow();
    const isFull = waiting >= MAX_WAITING;
    await db
      .insertInto('webhook_delivery')
      .values({
        number,
        webhook_id: id,
        type,
        body,
        created_at: now,
        state: isFull ? DEAD : WAITING,
        attempts: 0,
        tried_at: null,
        next_at: isFull ? null : now,
        status: null,
        problem: isFull ? 'Too many messages were waiting.' : null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** The oldest that are due, one of each webhook that is switched on. */
export async function readDue(db: Kysely<Tables>, now: number): Promise<StoredDelivery[]> {
  const rows = await db
    .selectFrom('webhook_delivery')
    .selectAll()
    .where('state', '=', WAITING)
    .where((row) =>
      row.eb(
        row.refTuple('webhook_id', 'number'),
        'in',
        row
          .selectFrom('webhook_delivery as due')
          .innerJoin('webhook', 'webhook.id', 'due.webhook_id')
          .where('webhook.enabled', '=', 1)
          .where('due.state', '=', WAITING)
          .where('due.next_at', '<=', now)
          .groupBy('due.webhook_id')
          .select((due) => ['due.webhook_id', due.fn.min('due.number').as('number')])
          .$asTuple('webhook_id', 'number'),
      ),
    )
    .execute();
  return rows.map(deliveryOf);
}

/** When the next attempt is due; undefined when none waits. */
export async function readNextAttempt(db: Kysely<Tables>): Promise<number | undefined> {
  const found = await db
    .selectFrom('webhook_delivery')
    .innerJoin('webhook', 'webhook.id', 'webhook_delivery.webhook_id')
    .select('next_at')
    .where('enabled', '=', 1)
    .where('state', '=', WAITING)
    .orderBy('next_at')
    .limit(1)
    .executeTakeFirst();
  return found?.next_at ?? undefined;
}

/** The newest first, and of one message those of all webhooks by their ids. */
export async function readDeliveries(
  db: Kysely<Tables>,
  { webhookId, state }: DeliveryConditions,
  limit: number,
  before?: DeliveryKey,
): Promise<StoredDelivery[]> {
  let query = db.selectFrom('webhook_delivery').selectAll();
  if (typeof webhookId === 'string') query = query.where('webhook_id', '=', webhookId);
  if (state) query = query.where('state', '=', STATES.indexOf(state));
  if (before) {
    const { number, webhookId: last } = before;
    query = query.where((row) =>
      row.or([row('number', '<', number), row('number', '=', number).and('webhook_id', '>', last)]),
    );
  }
  const rows = await query.orderBy('number', 'desc').orderBy('webhook_id').limit(limit).execute();
  return rows.map(deliveryOf);
}

/** One delivery. */
export async function readDelivery(
  db: Kysely<Tables>,
  { number, webhookId }: DeliveryKey,
): Promise<StoredDelivery | undefined> {
  const row = await db
    .selectFrom('webhook_delivery')
    .selectAll()
    .where('number', '=', number)
    .where('webhook_id', '=', webhookId)
    .executeTakeFirst();
  return row && deliveryOf(row);
}

/** Notes what came of an attempt. */
export async function writeOutcome(
  db: Kysely<Tables>,
  { number, webhookId }: DeliveryKey,
  { state, attempts, triedAt, nextAttemptAt, status, problem }: DeliveryOutcome,
): Promise<void> {
  await db
    .updateTable('webhook_delivery')
    .set({
      state: STATES.indexOf(state),
      attempts,
      tried_at: triedAt?.getTime() ?? null,
      next_at: nextAttemptAt?.getTime() ?? null,
      status,
      problem,
    })
    .where('number', '=', number)
    .where('webhook_id', '=', webhookId)
    .execute();
}

function deliveryOf(row: WebhookDeliveryTable): StoredDelivery {
  const time = (at: number | null) => (at === null ? null : new Date(at));
  const message = row.number.toString(36);
  return {
    number: row.number,
    body: row.body,
    delivery: {
      id: `${message}.${row.webhook_id}`,
      webhookId: row.webhook_id,
      messageId: `msg_${message}`,
      type: row.type,
      state: STATES[row.state]!,
      attempts: row.attempts,
      createdAt: new Date(row.created_at),
      triedAt: time(row.tried_at),
      nextAttemptAt: time(row.next_at),
      status: row.status,
      problem: row.problem,
    },
  };
}
