import type { EventReader } from '../events/EventReader.js';
import type { Channel } from './Channel.js';

/** One of those who share a subscription. */
export interface Listener {
  /** Called with each value that is shared, and its result as JSON. */
  deliver(value: unknown, result: string): void;
  /** Called when it leaves. */
  close(): void;
}

/** Gets the newest value; what comes while the client is slow is left out. */
export class NewestListener implements Listener {
  readonly #channel: Channel;
  /** The newest that the client had no room for. */
  #held: string | undefined;
  #closed = false;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  deliver(_value: unknown, result: string): void {
    if (this.#held !== undefined) {
      this.#held = result;
    } else if (this.#channel.isFull) {
      this.#held = result;
      void this.#sendHeld();
    } else {
      this.#channel.send(result);
    }
  }

  close(): void {
    this.#closed = true;
  }

  async #sendHeld(): Promise<void> {
    await this.#channel.room();
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined && !this.#closed) this.#channel.send(held);
  }
}

/** What an {@link EventListener} needs. */
export interface EventListenerOptions {
  readonly channel: Channel;
  /** Where it begins. */
  readonly reader: EventReader;
  /** Number of the last event that a shared value covers. */
  readonly positionOf: (value: unknown) => number;
  /** Result, as JSON, of a value of its own. */
  readonly render: (value: unknown) => Promise<string>;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Gets each event once and in order. It reads for itself what is behind its cursor, and whenever
 * its client was slow; having caught up, it takes part in what is shared.
 */
export class EventListener implements Listener {
  readonly #options: EventListenerOptions;
  #isLive = false;
  #closed = false;

  constructor(options: EventListenerOptions) {
    this.#options = options;
    this.#catchUp();
  }

  deliver(value: unknown, result: string): void {
    const { channel, reader, positionOf } = this.#options;
    if (!this.#isLive) return;
    if (channel.isFull) {
      this.#isLive = false;
      this.#catchUp();
      return;
    }
    const position = positionOf(value);
    if (position <= reader.position) return;
    channel.send(result);
    reader.pass(position);
  }

  close(): void {
    this.#closed = true;
  }

  #catchUp(): void {
    this.#read().catch((error: unknown) => this.#options.onFailure(error));
  }

  async #read(): Promise<void> {
    const { channel, reader, render } = this.#options;
    while (!this.#closed) {
      if (channel.isFull) await channel.room();
      const taken = reader.take();
      // Nothing may happen between this and what is shared next.
      if (taken === undefined) {
        this.#isLive = true;
        return;
      }
      const message = await taken;
      if (message && !this.#closed) channel.send(await render(message));
    }
  }
}
