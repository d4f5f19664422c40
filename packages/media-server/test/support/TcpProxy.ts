import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A network between client and server that can be cut. */
export class TcpProxy {
  readonly #sockets = new Set<Socket>();

  /** `url` is the server's by way of this proxy. */
  private constructor(readonly url: string) {}

  static async start(target: string): Promise<TcpProxy> {
    const { port } = new URL(target);
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = new URL(target);
    url.port = String((server.address() as AddressInfo).port);
    const proxy = new TcpProxy(url.href);
    server.on('connection', (socket) => proxy.#join(socket, connect(Number(port), '127.0.0.1')));
    onTestFinished(() => {
      server.close();
      proxy.cut();
    });
    return proxy;
  }

  /** Drops all connections; new ones may be made. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  #join(near: Socket, far: Socket): void {
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  }
}
