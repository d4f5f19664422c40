const TICK_MS = 250;

/** Whole seconds until a moment. Made while a component is set up; counts while that is shown. */
export class Countdown {
  #seconds = $state(0);

  /** @param until - ms since 1970; undefined when nothing is awaited. */
  constructor(until: () => number | undefined) {
    $effect(() => {
      const end = until();
      const count = (): void => {
        this.#seconds = end === undefined ? 0 : Math.max(0, Math.ceil((end - Date.now()) / 1000));
      };
      count();
      if (end === undefined) return undefined;
      const timer = setInterval(count, TICK_MS);
      return () => clearInterval(timer);
    });
  }

  /** 0 when the moment has come, or nothing is awaited. */
  get seconds(): number {
    return this.#seconds;
  }
}
