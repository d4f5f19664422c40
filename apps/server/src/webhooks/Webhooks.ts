import { randomBytes, randomUUID } from 'node:crypto';
import { WebhookDeliveryState } from '@crowdlens/schema';
import type {
  CreatedWebhook,
  CreateWebhookInput,
  UpdateWebhookInput,
  Webhook,
  WebhookDeliveriesQuery,
  WebhookDelivery,
  WebhooksApi,
} from '@crowdlens/schema';
import type { Logger } from 'pino';
import { checkBroadcastId } from '../checkInput.js';
import { ApiError, badInput } from '../errors.js';
import type { DeliveryKey, StoredWebhook, WebhookStore } from '../history/WebhookStore.js';
import type { Tally } from '../metrics/Tally.js';
import { SerialQueue } from '../SerialQueue.js';
import { isPrivateHost } from '../egress/publicAddress.js';
import { WebhookSender } from './WebhookSender.js';

const MAX_WEBHOOKS = 32;
const MAX_URL = 2000;
const MAX_DELIVERIES = 500;
const SECRET_BYTES = 32;

/** What {@link Webhooks} works with. */
export interface WebhooksParts {
  readonly store: WebhookStore;
  readonly log: Logger;
  /** Whether this machine and private networks may be called. */
  readonly webhooksToPrivateNetworks: boolean;
}

/** Addresses that are told of alerts, and what has become of their messages. */
export class Webhooks implements WebhooksApi {
  readonly #store: WebhookStore;
  readonly #allowPrivate: boolean;
  readonly #sender: WebhookSender;
  /** Edits of webhooks, one after the other: each builds on the one before. */
  readonly #edits = new SerialQueue();

  constructor({ store, log, webhooksToPrivateNetworks }: WebhooksParts) {
    this.#store = store;
    this.#allowPrivate = webhooksToPrivateNetworks;
    this.#sender = new WebhookSender({ store, log, allowPrivate: webhooksToPrivateNetworks });
    // What was waiting when the server ended.
    this.#sender.wake();
  }

  /** By what came of them. */
  get attempts(): Tally {
    return this.#sender.attempts;
  }

  /** Messages have been queued. */
  wake(): void {
    this.#sender.wake();
  }

  async all(): Promise<Webhook[]> {
    return (await this.#store.webhooks()).map(({ webhook }) => webhook);
  }

  /** @throws ApiError BAD_USER_INPUT; HistoryError */
  async deliveries({
    webhookId,
    state,
    first,
    before,
  }: WebhookDeliveriesQuery): Promise<WebhookDelivery[]> {
    if (first < 1 || first > MAX_DELIVERIES) {
      throw badInput(`first: must be from 1 to ${MAX_DELIVERIES}, not ${first}.`);
    }
    const end = typeof before === 'string' ? keyOf(before) : undefined;
    if (typeof before === 'string' && !end) {
      throw badInput(`before: "${before.slice(0, 100)}" is no id of a delivery.`);
    }
    const wanted = { webhookId: webhookId ?? null, state: state ?? null };
    const found = await this.#store.deliveries(wanted, first, end);
    return found.map(({ delivery }) => delivery);
  }

  /** @throws ApiError BAD_USER_INPUT, LIMIT_EXCEEDED, RATE_LIMITED; HistoryError */
  create(input: CreateWebhookInput): Promise<CreatedWebhook> {
    return this.#edits.run(() => this.#create(input));
  }

  /** @throws ApiError BAD_USER_INPUT, WEBHOOK_NOT_FOUND, RATE_LIMITED; HistoryError */
  update(input: UpdateWebhookInput): Promise<Webhook> {
    return this.#edits.run(() => this.#update(input));
  }

  /** @throws ApiError WEBHOOK_NOT_FOUND, RATE_LIMITED; HistoryError */
  delete(id: string): Promise<boolean> {
    return this.#edits.run(async () => {
      await this.#get(id);
      await this.#store.removeWebhook(id);
      return true;
    });
  }

  /** @throws ApiError WEBHOOK_DELIVERY_NOT_FOUND; HistoryError */
  async resend(id: string): Promise<WebhookDelivery> {
    const key = keyOf(id);
    const found = key && (await this.#store.delivery(key));
    if (!found) {
      throw new ApiError(
        'WEBHOOK_DELIVERY_NOT_FOUND',
        `There is no delivery "${id.slice(0, 100)}". webhookDeliveries tells those that are kept.`,
      );
    }
    const { triedAt, status, problem } = found.delivery;
    const state = WebhookDeliveryState.WAITING;
    const outcome = { state, attempts: 0, triedAt, nextAttemptAt: new Date(), status, problem };
    await this.#store.saveOutcome(key, outcome);
    this.wake();
    const { nextAttemptAt } = outcome;
    return { ...found.delivery, state, attempts: 0, nextAttemptAt };
  }

  async close(): Promise<void> {
    await this.#sender.close();
  }

  async #create({ url, broadcastId, enabled }: CreateWebhookInput): Promise<CreatedWebhook> {
    this.#checkUrl(url);
    if (typeof broadcastId === 'string') checkBroadcastId('broadcastId', broadcastId);
    if ((await this.#store.webhooks()).length >= MAX_WEBHOOKS) {
      throw new ApiError(
        'LIMIT_EXCEEDED',
        `There can be ${MAX_WEBHOOKS} webhooks. Delete one that is not needed.`,
      );
    }
    const webhook: Webhook = {
      id: randomUUID(),
      url,
      broadcastId: broadcastId ?? null,
      enabled,
      createdAt: new Date(),
    };
    const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
    await this.#store.saveWebhook({ webhook, secret });
    return { webhook, secret };
  }

  async #update({ id, url, broadcastId, enabled }: UpdateWebhookInput): Promise<Webhook> {
    const { webhook, secret } = await this.#get(id);
    if (typeof url === 'string') this.#checkUrl(url);
    if (typeof broadcastId === 'string') checkBroadcastId('broadcastId', broadcastId);
    const changed: Webhook = {
      id,
      url: url ?? webhook.url,
      broadcastId: broadcastId === undefined ? webhook.broadcastId : broadcastId,
      enabled: enabled ?? webhook.enabled,
      createdAt: webhook.createdAt,
    };
    await this.#store.saveWebhook({ webhook: changed, secret });
    this.wake();
    return changed;
  }

  /** @throws ApiError BAD_USER_INPUT */
  #checkUrl(url: string): void {
    const shown = url.slice(0, 100);
    const { protocol, hostname, username, password } = URL.parse(url) ?? {};
    if (url.length > MAX_URL || (protocol !== 'http:' && protocol !== 'https:')) {
      throw badInput(
        `url: must be an http or https address of at most ${MAX_URL} characters, not "${shown}".`,
      );
    }
    if (username || password) throw badInput('url: must have neither user nor password.');
    if (!this.#allowPrivate && isPrivateHost(hostname ?? '')) {
      throw badInput(
        `url: "${shown}" is an address of this machine or of a private network. WEBHOOKS_TO_PRIVATE_NETWORKS=1 allows them.`,
      );
    }
  }

  async #get(id: string): Promise<StoredWebhook> {
    const found = (await this.#store.webhooks()).find(({ webhook }) => webhook.id === id);
    if (found) return found;
    throw new ApiError(
      'WEBHOOK_NOT_FOUND',
      `There is no webhook "${id.slice(0, 64)}". webhooks tells those that there are.`,
    );
  }
}

/** What the id of a delivery names; undefined when it is none of ours. */
function keyOf(id: string): DeliveryKey | undefined {
  const [, number, webhookId] = /^([\da-z]{1,10})\.([\w-]{1,64})$/.exec(id) ?? [];
  if (number === undefined || webhookId === undefined) return undefined;
  return { number: Number.parseInt(number, 36), webhookId };
}
