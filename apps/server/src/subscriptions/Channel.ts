import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** One subscription of one WebSocket, as the protocol graphql-transport-ws knows it. */
export class Channel {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #head: string;

  /**
   * @param stream - what the WebSocket writes to
   * @param id - the client's, of the subscription
   */
  constructor(socket: WebSocket, stream: Duplex, id: string) {
    this.#socket = socket;
    this.#stream = stream;
    this.#head = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  }

  /** Whether the client does not take what it was sent: the system's buffers are full, and ours. */
  get isFull(): boolean {
    return this.#stream.writableNeedDrain;
  }

  /** @param result - JSON of an ExecutionResult */
  send(result: string): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(`${this.#head}${result}}`);
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
