import type { TokenSource } from '../api/api.svelte.js';

/**
 * The share link in the address of an embedded viewer. In the frame of a foreign page nobody is asked for a
 * token, and none that was typed into our own pages is used.
 */
export class ShareToken implements TokenSource {
  readonly value: string | undefined;
  #refused = $state(false);

  constructor(hash: string) {
    this.value = new URLSearchParams(hash.slice(1)).get('access_token') ?? undefined;
  }

  /** The server wants a token, or another one. */
  get refused(): boolean {
    return this.#refused;
  }

  ask(): Promise<undefined> {
    this.#refused = true;
    return Promise.resolve(undefined);
  }
}
