const STORAGE_KEY = 'crowdlens.presenterToken';

/** The token that lets somebody publish and configure; kept for this tab, asked for when it is wanted. */
export class PresenterToken {
  #value = sessionStorage.getItem(STORAGE_KEY) ?? undefined;
  #asking = $state(false);
  #rejected = $state(false);
  #pending: Promise<string | undefined> | undefined;
  #answer: (token: string | undefined) => void = () => undefined;

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

  /** Opens the dialog; several askers at once share one answer. */
  ask(): Promise<string | undefined> {
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
  }
}
