/** The moment that somebody points at, in the chart or the event list; both show it. */
export class Moment {
  #at = $state<number>();

  /** Seconds since 1970; undefined when nobody points. */
  get at(): number | undefined {
    return this.#at;
  }

  point(at: number | undefined): void {
    this.#at = at;
  }
}
