import { WebhookDeliveryState } from '@crowdlens/schema';
import type { Logger } from 'pino';
import type { StoredDelivery, WebhookStore } from '../history/WebhookStore.js';
import { Tally } from '../metrics/Tally.js';
import { retry } from '../retry.js';
import { postMessage } from './postMessage.js';

/** How messages are sent. */
export interface WebhookSenderOptions {
  readonly store: WebhookStore;
  readonly log: Logger;
  /** Whether this machine and private networks may be called. */
  readonly allowPrivate: boolean;
  /** The pause behind the first attempt, milliseconds; each other is four times as long, up to six hours. */
  readonly firstPauseMs?: number;
  /** How long an answer may take, milliseconds; ten seconds when left out. */
  readonly timeoutMs?: number;
}

const MAX_ATTEMPTS = 10;
const FIRST_PAUSE_MS = 5000;
const LONGEST_PAUSE_MS = 6 * 3600 * 1000;
/** Of a pause, what chance adds or takes away, so that not everything comes back at once. */
const JITTER = 0.2;
const STORE_PAUSE_MS = 5000;
const GONE = 410;

/**
 * Delivers what is queued, to each webhook one message after the other, in the order in which
 * things happened. One that fails is tried again later, while those behind it go on.
 */
export class WebhookSender {
  /** By what came of them: `delivered`, `waiting` (to be tried again), `dead`. */
  readonly attempts = new Tally();
  readonly #options: WebhookSenderOptions;
  readonly #closed = new AbortController();
  /** Webhooks that are being called. */
  readonly #busy = new Set<string>();
  readonly #calls = new Set<Promise<void>>();
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: WebhookSenderOptions) {
    this.#options = options;
  }

  /** There may be something to deliver. */
  wake(): void {
    if (this.#closed.signal.aborted) return;
    this.#lookAgain = true;
    this.#looking ??= this.#look();
  }

  /** Cuts what is under way: it is delivered again by the next server. */
  async close(): Promise<void> {
    this.#closed.abort();
    clearTimeout(this.#timer);
    await this.#looking;
    await Promise.all(this.#calls);
  }

  async #look(): Promise<void> {
    const { store, log } = this.#options;
    try {
      while (this.#lookAgain && !this.#closed.signal.aborted) {
        this.#lookAgain = false;
        clearTimeout(this.#timer);
        const now = Date.now();
        for (const due of await store.dueDeliveries(now)) this.#start(due);
        const next = await store.nextAttemptAt();
        // What is due now belongs to a webhook that is being called: its end looks again.
        if (next !== undefined && next > now) this.#wakeIn(next - now);
      }
    } catch (error) {
      log.error({ err: error }, 'webhooks cannot be read');
      this.#wakeIn(STORE_PAUSE_MS);
    }
    this.#looking = undefined;
  }

  #wakeIn(milliseconds: number): void {
    if (this.#closed.signal.aborted) return;
    this.#timer = setTimeout(() => this.wake(), Math.min(milliseconds, LONGEST_PAUSE_MS));
  }

  #start(due: StoredDelivery): void {
    const { webhookId } = due.delivery;
    if (this.#busy.has(webhookId) || this.#closed.signal.aborted) return;
    this.#busy.add(webhookId);
    const call = this.#deliver(due)
      .catch((error: unknown) => {
        this.#options.log.error({ err: error }, 'a webhook cannot be called');
      })
      .finally(() => {
        this.#busy.delete(webhookId);
        this.#calls.delete(call);
        this.wake();
      });
    this.#calls.add(call);
  }

  async #deliver({ number, delivery, body }: StoredDelivery): Promise<void> {
    const { store, log, allowPrivate, timeoutMs } = this.#options;
    const { webhookId, messageId } = delivery;
    const webhooks = await store.webhooks();
    const target = webhooks.find(({ webhook }) => webhook.id === webhookId);
    // It was removed a moment ago, and this message with it.
    if (!target) return;
    const { url } = target.webhook;
    const message = { url, secret: target.secret, id: messageId, body, allowPrivate, timeoutMs };
    const triedAt = new Date();
    let status: number | null = null;
    let problem: string | null = null;
    try {
      status = await postMessage(message, this.#closed.signal);
      if (status < 200 || status > 299) problem = `It answered with status ${status}.`;
    } catch (error) {
      if (this.#closed.signal.aborted) return;
      problem = error instanceof Error ? error.message : String(error);
    }
    const attempts = delivery.attempts + 1;
    const outcome = {
      attempts,
      triedAt,
      status,
      problem,
      ...this.#fate(attempts, status, problem),
    };
    this.attempts.add(outcome.state.toLowerCase());
    // Forgotten, it would be due again at once.
    await retry(() => store.saveOutcome({ number, webhookId }, outcome), {
      signal: this.#closed.signal,
      onFailure: (error) => log.error({ err: error }, 'what came of a webhook cannot be written'),
    });
  }

  #fate(attempts: number, status: number | null, problem: string | null) {
    const { WAITING, DELIVERED, DEAD } = WebhookDeliveryState;
    if (problem === null) return { state: DELIVERED, nextAttemptAt: null };
    if (attempts >= MAX_ATTEMPTS || status === GONE) return { state: DEAD, nextAttemptAt: null };
    const { firstPauseMs = FIRST_PAUSE_MS } = this.#options;
    const pause = Math.min(firstPauseMs * 4 ** (attempts - 1), LONGEST_PAUSE_MS);
    const spread = 1 + JITTER * (2 * Math.random() - 1);
    return { state: WAITING, nextAttemptAt: new Date(Date.now() + Math.round(pause * spread)) };
  }
}
