import { createServer as createHttpServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { TlsIdentity } from './tls.js';

/** Where to listen. */
export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsIdentity | undefined;
  /** How long a client may take for its greeting, and again for its headers (slow loris); milliseconds, default 10 s. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 10_000;
const MAX_CONNECTIONS = 20_000;

/** The sockets of one server. */
export interface Listening {
  readonly servers: readonly Server[];
  readonly port: number;
  /** Address for people: `http://localhost:4000`. */
  readonly url: string;
}

/**
 * Listens; for `localhost` on 127.0.0.1 and, where there is IPv6, on ::1, since a browser may
 * try either.
 *
 * @throws NodeJS.ErrnoException EADDRINUSE, EACCES, EADDRNOTAVAIL …
 */
export async function listen(options: ListenOptions, handler: RequestListener): Promise<Listening> {
  const { host, tls, patienceMs = PATIENCE_MS } = options;
  const patience = {
    headersTimeout: patienceMs,
    requestTimeout: 3 * patienceMs,
    connectionsCheckingInterval: patienceMs / 2,
  };
  const open = async (address: string, port: number): Promise<Server> => {
    const server = tls
      ? createHttpsServer(
          { ...patience, handshakeTimeout: patienceMs, cert: tls.cert, key: tls.key },
          handler,
        )
      : createHttpServer(patience, handler);
    server.maxConnections = MAX_CONNECTIONS;
    server.listen(port, address);
    await once(server, 'listening');
    return server;
  };

  const first = await open(host === 'localhost' ? '127.0.0.1' : host, options.port);
  const { port } = first.address() as AddressInfo;
  const servers = [first];
  if (host === 'localhost') {
    try {
      servers.push(await open('::1', port));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRNOTAVAIL' && code !== 'EAFNOSUPPORT') {
        first.close();
        throw error;
      }
    }
  }
  const shown = host.includes(':') ? `[${host}]` : host;
  return { servers, port, url: `${tls ? 'https' : 'http'}://${shown}:${port}` };
}
