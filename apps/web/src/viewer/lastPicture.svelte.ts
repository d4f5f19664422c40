import type { TokenSource } from '../api/api.svelte.js';

/** The last processed picture of a broadcast, which the server keeps while nobody is live. */
export class LastPicture {
  readonly #token: TokenSource;
  readonly #address: string;
  #url = $state<string>();
  #closed = false;

  constructor(token: TokenSource, broadcastId: string) {
    this.#token = token;
    this.#address = `/snapshot/${encodeURIComponent(broadcastId)}.jpg`;
  }

  /** For an `<img>`; undefined while there is none. */
  get url(): string | undefined {
    return this.#url;
  }

  /** Gets it from the server; without one everything stays as it is. */
  async load(): Promise<void> {
    const token = this.#token.value;
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(this.#address, { headers }).catch(() => undefined);
    if (!answer?.ok) return;
    const picture = await answer.blob();
    if (this.#closed) return;
    this.#forget();
    this.#url = URL.createObjectURL(picture);
  }

  close(): void {
    this.#closed = true;
    this.#forget();
  }

  #forget(): void {
    if (this.#url !== undefined) URL.revokeObjectURL(this.#url);
    this.#url = undefined;
  }
}
