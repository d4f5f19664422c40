import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { textFrame } from './textFrame.js';

/** The end of a message, the same for all channels: made by {@link sharedText}. */
export type SharedText = Buffer;

/** @param result - JSON of an ExecutionResult */
export function sharedText(result: string): SharedText {
  return Buffer.from(`${result}}`);
}

/** One subscription of one WebSocket, as the protocol graphql-transport-ws knows it. */
export class Channel {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  /** The beginning of all its messages; those that share a subscription share the rest. */
  readonly #head: Buffer;

  /**
   * @param stream - what the WebSocket writes to
   * @param id - the client's, of the subscription
   */
  constructor(socket: WebSocket, stream: Duplex, id: string) {
    this.#socket = socket;
    this.#stream = stream;
    this.#head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  }

  /** Whether the client does not take what it was sent: the system's buffers are full, and ours. */
  get isFull(): boolean {
    return this.#stream.writableNeedDrain;
  }

  /** Straight into the stream: one text and one write for each listener is what thousands of them cost. */
  send(result: SharedText): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#stream.write(textFrame(this.#head, result));
  }

  /** Resolves when there is room, or the client is gone. */
  async room(): Promise<void> {
    const stream = this.#stream;
    if (!stream.writableNeedDrain || stream.destroyed) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        stream.off('drain', done).off('close', done);
        resolve();
      };
      stream.on('drain', done).on('close', done);
    });
  }
}
