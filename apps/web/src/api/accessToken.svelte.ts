const STORAGE_KEY = 'crowdlens.accessToken';

/**
 * What the server wants to know before it lets somebody in; kept for this tab, asked for when it is
 * wanted. A share link brings its own behind the `#`, which browsers send to nobody.
 */
export class AccessToken {
  #value = remembered();
  #asking = $state(false);
  #rejected = $state(false);
  #pending: Promise<string | undefined> | undefined;
  #answer: (token: string | undefined) => void = () => undefined;
  /** The dialog was closed without a token, and nothing was pressed since. */
  #declined = false;

  get value(): string | undefined {
    return this.#value;
  }

  /** The dialog should be open. */
  get asking(): boolean {
    return this.#asking;
  }

  /** A token was given before and the server refused it. */
  get rejected(): boolean {
    return this.#rejected;
  }

  /**
   * Opens the dialog; several askers at once share one answer. Who has closed it is not asked again before
   * pressing something: the page itself goes on trying.
   */
  ask(): Promise<string | undefined> {
    if (this.#declined) return Promise.resolve(undefined);
    this.#pending ??= new Promise((resolve) => {
      this.#rejected = this.#value !== undefined;
      this.#asking = true;
      this.#answer = resolve;
    });
    return this.#pending;
  }

  /** What the user typed, or undefined when the dialog was closed. */
  reply(token: string | undefined): void {
    this.#value = token;
    if (token === undefined) sessionStorage.removeItem(STORAGE_KEY);
    else sessionStorage.setItem(STORAGE_KEY, token);
    this.#asking = false;
    this.#pending = undefined;
    this.#answer(token);
    if (token === undefined) this.#decline();
  }

  #decline(): void {
    this.#declined = true;
    for (const type of ['pointerdown', 'keydown']) {
      window.addEventListener(type, this.#pressed, { once: true });
    }
  }

  #pressed = (): void => {
    this.#declined = false;
  };
}

function remembered(): string | undefined {
  const shared = new URLSearchParams(location.hash.slice(1)).get('access_token');
  if (shared !== null) sessionStorage.setItem(STORAGE_KEY, shared);
  return sessionStorage.getItem(STORAGE_KEY) ?? undefined;
}
