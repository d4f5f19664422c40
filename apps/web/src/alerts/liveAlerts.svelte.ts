import type { Api } from '../api/api.svelte.js';
import {
  AcknowledgeAlertMutation,
  AlertChangedSubscription,
  AlertsQuery,
  type Alert,
} from '../api/operations/alerts.js';
import { isOpen, mergeAlerts } from './alertList.js';

const PAGE = 20;

/** The alerts of a broadcast: those that are open, as they change, and past ones as far as they were asked for. */
export class LiveAlerts {
  /** Ends the subscription. */
  readonly close: () => void;
  readonly #api: Api;
  readonly #broadcastId: string;
  #alerts = $state.raw<readonly Alert[]>([]);
  #hasOlder = $state(false);
  #loading = $state(false);
  #error = $state.raw<unknown>();
  readonly #open = $derived(this.#alerts.filter(isOpen));
  #after: string | null = null;
  #before: string | null = null;

  constructor(api: Api, broadcastId: string) {
    this.#api = api;
    this.#broadcastId = broadcastId;
    this.close = api.client.keepSubscribed(
      AlertChangedSubscription,
      () => ({ broadcastId, after: this.#after }),
      {
        next: ({ alertChanged: { cursor, alert } }) => {
          this.#after = cursor;
          this.#alerts = mergeAlerts(this.#alerts, [alert]);
        },
      },
    );
    void this.older();
  }

  /** The open ones first, each group with the newest first. */
  get alerts(): readonly Alert[] {
    return this.#alerts;
  }

  get open(): readonly Alert[] {
    return this.#open;
  }

  /** There are past ones before the oldest of the {@link alerts}. */
  get hasOlder(): boolean {
    return this.#hasOlder;
  }

  get loading(): boolean {
    return this.#loading;
  }

  /** Why the last question or command failed. */
  get error(): unknown {
    return this.#error;
  }

  /** For {@link AlertsQuery}: the newest page. */
  get variables() {
    return { broadcastId: this.#broadcastId, last: PAGE };
  }

  /** Asks for one more page of past alerts. */
  older(): Promise<void> {
    return this.#ask(async () => {
      const { alerts, alertCursor } = await this.#api.client.request(AlertsQuery, {
        ...this.variables,
        before: this.#before,
      });
      // For a connection that is lost before the first message.
      this.#after ??= alertCursor;
      // What the subscription has told meanwhile is newer.
      const page = alerts.edges.map(({ node }) => node);
      this.#alerts = mergeAlerts(page, this.#alerts);
      this.#before = alerts.pageInfo.startCursor ?? null;
      this.#hasOlder = alerts.pageInfo.hasPreviousPage;
    });
  }

  /** Says that the user knows of it. */
  acknowledge(id: string): Promise<void> {
    return this.#ask(async () => {
      const answer = await this.#api.client.request(AcknowledgeAlertMutation, { id });
      this.#alerts = mergeAlerts(this.#alerts, [answer.acknowledgeAlert]);
    });
  }

  async #ask(question: () => Promise<void>): Promise<void> {
    this.#loading = true;
    this.#error = undefined;
    try {
      await question();
    } catch (error) {
      this.#error = error;
    } finally {
      this.#loading = false;
    }
  }
}
