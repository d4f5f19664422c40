import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** One address for several servers. */
export interface Balancer {
  readonly url: string;
  close(): Promise<void>;
}

/** Passes each connection on to the first of these ports that takes it. */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };
  const pass = (near: Socket, [port, ...others]: readonly number[]) => {
    if (port === undefined) {
      near.destroy();
      return;
    }
    const far = keep(connect(port, '127.0.0.1'));
    let isJoined = false;
    far.on('connect', () => {
      isJoined = true;
      near.pipe(far).pipe(near);
      near.on('close', () => far.destroy());
    });
    far.on('close', () => (isJoined ? near.destroy() : pass(near, others)));
  };
  const server = createServer((near) => pass(keep(near), ports)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      sockets.forEach((socket) => socket.destroy());
      await once(server, 'close');
    },
  };
}
