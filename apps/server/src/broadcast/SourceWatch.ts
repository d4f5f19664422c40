/** How long pictures may fail to come before their source counts as gone. */
const STALL_MS = 3000;
/** How long the first one may take: a presenter has to find a way through the network. */
const FIRST_PICTURE_MS = 15_000;

/** What a {@link SourceWatch} says. */
export interface SourceWatchEvents {
  /** Pictures come: for the first time, or again. */
  live(): void;
  /** No pictures have come for some seconds; they may still come again. */
  stalled(): void;
}

/** Tells from the flow of media whether a source gives pictures. */
export class SourceWatch {
  #events: SourceWatchEvents | undefined;
  #flowing = false;
  #stall: NodeJS.Timeout | undefined;

  /** Begins to say what is seen, with what has been seen before. */
  start(events: SourceWatchEvents): void {
    this.#events = events;
    if (this.#flowing) events.live();
    else this.#stallIn(FIRST_PICTURE_MS);
  }

  flow(flowing: boolean): void {
    this.#flowing = flowing;
    clearTimeout(this.#stall);
    if (flowing) this.#events?.live();
    else this.#stallIn(STALL_MS);
  }

  close(): void {
    this.#events = undefined;
    clearTimeout(this.#stall);
  }

  #stallIn(milliseconds: number): void {
    clearTimeout(this.#stall);
    this.#stall = setTimeout(() => this.#events?.stalled(), milliseconds);
  }
}
