import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';

/** A certificate with its chain, and its key; both in PEM. */
export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** With it the server speaks HTTPS, so that WebSockets are `wss`. */
  readonly tls?: TlsIdentity | undefined;
  /** Open sockets, those included that have not said yet what they want; more are dropped. */
  readonly maxSockets: number;
}

/** Whoever connects has this long to say what he wants. */
const HANDSHAKE_MS = 10_000;

const patience = {
  headersTimeout: HANDSHAKE_MS,
  requestTimeout: HANDSHAKE_MS,
  connectionsCheckingInterval: 2000,
  // Peers that have vanished without a word are noticed by TCP within a minute.
  keepAlive: true,
  keepAliveInitialDelay: 30_000,
};

/** Rejects with the error of `listen`, e.g. EADDRINUSE, or of a certificate that cannot be used. */
export async function listen(options: ListenOptions): Promise<Server | SecureServer> {
  const { host, port, tls, maxSockets } = options;
  const server = tls
    ? createSecureServer({
        ...patience,
        cert: tls.cert,
        key: tls.key,
        handshakeTimeout: HANDSHAKE_MS,
      })
    : createServer(patience);
  server.maxConnections = maxSockets;
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}
