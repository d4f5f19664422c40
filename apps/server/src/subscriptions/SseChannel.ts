import type { ServerResponse } from 'node:http';
import { untilDrained } from './Channel.js';
import type { Channel, SharedText } from './Channel.js';

const HEAD = Buffer.from('event: next\ndata: ');
const TAIL = Buffer.from('\n\n');

/** One subscription as Server-Sent Events, as the protocol graphql-sse knows it. */
export class SseChannel implements Channel {
  readonly #response: ServerResponse;
  readonly #begun: Promise<void>;
  #begin!: () => void;

  constructor(response: ServerResponse) {
    this.#response = response;
    this.#begun = new Promise((resolve) => (this.#begin = resolve));
  }

  /** Until {@link begin} there is no room. */
  get isFull(): boolean {
    return !this.#response.headersSent || this.#response.writableNeedDrain;
  }

  /** The headers are written now. */
  begin(): void {
    this.#begin();
  }

  send(result: SharedText): void {
    if (this.#response.writable) this.#response.write(Buffer.concat([HEAD, result, TAIL]));
  }

  async room(): Promise<void> {
    await this.#begun;
    await untilDrained(this.#response);
  }
}
