import {
  AlertRulesQuery,
  CreateAlertRuleMutation,
  DeleteAlertRuleMutation,
  UpdateAlertRuleMutation,
  type AlertRule,
} from '../api/operations/alerts.js';
import type { ApiClient } from '../api/client.js';
import { createInput, updateInput, type RuleDraft } from './ruleDraft.js';

/** The rules of a broadcast, and what one does to them. */
export class AlertRules {
  readonly #client: ApiClient;
  readonly broadcastId: string;
  #rules = $state.raw<readonly AlertRule[]>();
  #busy = $state(false);
  #error = $state.raw<unknown>();

  constructor(client: ApiClient, broadcastId: string) {
    this.#client = client;
    this.broadcastId = broadcastId;
    void this.#change(() => Promise.resolve());
  }

  /** In the order of their making; undefined until the first answer. */
  get rules(): readonly AlertRule[] | undefined {
    return this.#rules;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Why the last question or command failed. */
  get error(): unknown {
    return this.#error;
  }

  /** @returns whether it is in force as the draft says. */
  save(draft: RuleDraft): Promise<boolean> {
    return this.#change(() =>
      draft.id === undefined
        ? this.#client.request(CreateAlertRuleMutation, {
            input: createInput(this.broadcastId, draft),
          })
        : this.#client.request(UpdateAlertRuleMutation, { input: updateInput(draft.id, draft) }),
    );
  }

  /** Switches one on or off. */
  enable(id: string, enabled: boolean): Promise<boolean> {
    return this.#change(() =>
      this.#client.request(UpdateAlertRuleMutation, { input: { id, enabled } }),
    );
  }

  remove(id: string): Promise<boolean> {
    return this.#change(() => this.#client.request(DeleteAlertRuleMutation, { id }));
  }

  /** Whatever was done, the list is what the server has afterwards. */
  async #change(command: () => Promise<unknown>): Promise<boolean> {
    this.#busy = true;
    this.#error = undefined;
    try {
      await command();
      const { broadcastId } = this;
      this.#rules = (await this.#client.request(AlertRulesQuery, { broadcastId })).alertRules;
      return true;
    } catch (error) {
      this.#error = error;
      return false;
    } finally {
      this.#busy = false;
    }
  }
}
