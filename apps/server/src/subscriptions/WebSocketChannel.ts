import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { untilDrained } from './Channel.js';
import type { Channel, SharedText } from './Channel.js';
import { textFrame } from './textFrame.js';

/** The end of all messages. */
const TAIL = Buffer.from('}');

/** One subscription of one WebSocket, as the protocol graphql-transport-ws knows it. */
export class WebSocketChannel implements Channel {
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

  get isFull(): boolean {
    return this.#stream.writableNeedDrain;
  }

  /** Straight into the stream: one text and one write for each listener is what thousands of them cost. */
  send(result: SharedText): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#stream.write(textFrame(this.#head, result, TAIL));
  }

  room(): Promise<void> {
    return untilDrained(this.#stream);
  }
}
