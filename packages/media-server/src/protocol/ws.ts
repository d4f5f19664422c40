import type { WebSocket } from 'ws';
import type { Socket } from './Connection.js';

/** A `ws` socket as the protocol sees it; readers that do not read are cut off. */
export class WsSocket implements Socket {
  constructor(
    private readonly socket: WebSocket,
    private readonly maxBufferedBytes: number,
    private readonly onOverflow: () => void,
  ) {}

  send(text: string): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (this.socket.bufferedAmount > this.maxBufferedBytes) {
      this.onOverflow();
      this.socket.terminate();
      return;
    }
    this.socket.send(text);
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }
}
