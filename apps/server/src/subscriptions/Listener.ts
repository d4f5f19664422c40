import type { CatchUpReader } from '../events/CatchUpReader.js';
import type { Channel, SharedText } from './Channel.js';
import type { SharedValue } from './SharedValue.js';

/** One of those who share a subscription. */
export interface Listener {
  /** Called with each value that is shared. */
  deliver(shared: SharedValue): void;
  /** Called when it leaves. */
  close(): void;
}

/** Gets the newest value; what comes while the client is slow is left out. */
export class NewestListener implements Listener {
  readonly #channel: Channel;
  /** The newest that the client had no room for. */
  #held: SharedText | undefined;
  #closed = false;

  /** @param newest - to begin with */
  constructor(channel: Channel, newest: SharedValue | undefined) {
    this.#channel = channel;
    if (newest) this.deliver(newest);
  }

  deliver({ text }: SharedValue): void {
    if (this.#held !== undefined) {
      this.#held = text;
    } else if (this.#channel.isFull) {
      this.#held = text;
      void this.#sendHeld();
    } else {
      this.#channel.send(text);
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

/** What a {@link CatchUpListener} needs. */
export interface CatchUpListenerOptions {
  readonly channel: Channel;
  /** Where it begins. */
  readonly reader: CatchUpReader;
  /** What is sent for a value of its own. */
  readonly render: (value: unknown) => Promise<SharedText>;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Gets each message once and in order. It reads for itself what is behind its cursor, and whenever
 * its client was slow; having caught up, it takes part in what is shared.
 */
export class CatchUpListener implements Listener {
  readonly #options: CatchUpListenerOptions;
  #isLive = false;
  #closed = false;

  constructor(options: CatchUpListenerOptions) {
    this.#options = options;
    this.#catchUp();
  }

  deliver(shared: SharedValue): void {
    const { channel, reader } = this.#options;
    if (!this.#isLive) return;
    if (channel.isFull) {
      this.#isLive = false;
      this.#catchUp();
      return;
    }
    const { position, text } = shared;
    if (position <= reader.position) return;
    channel.send(text);
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
