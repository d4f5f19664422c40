/** The moment that somebody points at, in the chart or the event list; both show it. */
export class Moment {
  #at = $state<number>();
  #reach = $state(0);
  #inChart = $state.raw<{ at: number }>();
  #inList = $state.raw<{ at: number }>();

  /** Seconds since 1970; undefined when nobody points. */
  get at(): number | undefined {
    return this.#at;
  }

  /** The wish to see a moment in the chart; another object for each wish. */
  get inChart(): { at: number } | undefined {
    return this.#inChart;
  }

  /** The wish to see the events around a moment; another object for each wish. */
  get inList(): { at: number } | undefined {
    return this.#inList;
  }

  /** @param reach - what is this near, in seconds, is meant as well */
  point(at: number | undefined, reach = 0): void {
    this.#at = at;
    this.#reach = reach;
  }

  /** Whether the one who points means this time, in seconds since 1970. */
  means(time: number): boolean {
    return this.#at !== undefined && Math.abs(time - this.#at) <= this.#reach;
  }

  showInChart(at: number): void {
    this.#inChart = { at };
  }

  showInList(at: number): void {
    this.#inList = { at };
  }
}
