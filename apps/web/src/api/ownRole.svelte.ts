import type { TokenSource } from './api.svelte.js';
import type { ApiClient } from './client.js';
import { RoleQuery } from './operations/access.js';

/** What the server lets us do; asked for when somebody wants to know, and again with another token. */
export class OwnRole {
  readonly #client: ApiClient;
  readonly #token: TokenSource;
  #isOperator = $state(false);
  #asked: { with: string | undefined } | undefined;

  constructor(client: ApiClient, token: TokenSource) {
    this.#client = client;
    this.#token = token;
  }

  /** Whether we may change and record; false until that is known. */
  get isOperator(): boolean {
    const token = this.#token.value;
    if (!this.#asked || this.#asked.with !== token) void this.#ask(token);
    return this.#isOperator;
  }

  async #ask(token: string | undefined): Promise<void> {
    const asked = { with: token };
    this.#asked = asked;
    try {
      const { role } = await this.#client.request(RoleQuery, {});
      if (this.#asked === asked) this.#isOperator = role === 'OPERATOR';
    } catch {
      // Whoever wants to know next asks again.
      if (this.#asked === asked) this.#asked = undefined;
    }
  }
}
