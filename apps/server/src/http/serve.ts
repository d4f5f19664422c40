import { STATUS_CODES } from 'node:http';
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import express from 'express';
import type { RequestHandler, Router } from 'express';
import type { ErrorSink } from '../graphql/errors.js';
import { clientAddress, plainAddress } from './clientAddress.js';
import { ConnectionLimit } from './ConnectionLimit.js';
import type { Gate } from './Gate.js';
import { crossOrigin } from './crossOrigin.js';
import type { GraphqlOverHttp } from './graphqlOverHttp.js';
import type { GraphqlOverWebSocket } from './graphqlOverWebSocket.js';
import { explorer } from './explorer.js';
import { HttpError, httpErrors } from './httpErrors.js';
import { traceContext } from '../tracing/traceContext.js';
import { listen } from './listen.js';
import type { ListenOptions } from './listen.js';
import { page } from './page.js';
import { refusal } from './sameSite.js';
import type { SameSiteOptions } from './sameSite.js';

/** What is served, where and to whom. */
export interface ServeOptions extends ListenOptions, SameSiteOptions, ErrorSink {
  readonly gate: Gate;
  readonly maxConnectionsPerAddress: number | undefined;
  readonly trustedProxies: readonly string[];
  readonly graphqlOverHttp: GraphqlOverHttp;
  readonly graphqlOverWebSocket: GraphqlOverWebSocket;
  readonly graphqlOverSse: readonly RequestHandler[];
  readonly eventExport: Router;
  /** Brings its own gate: signed addresses pass without a token. */
  readonly recordedFiles: Router;
  readonly snapshots: Router;
  /** WHIP and WHEP. */
  readonly webRtcOverHttp: Router;
  /** Absolute path of the built page. */
  readonly webDir: string;
  /** Whose pages may frame the viewer; `'*'` is everybody's. */
  readonly embedOrigins: readonly string[];
  /** `/livez`, `/readyz`, `/healthz`. */
  readonly health: Router;
  /** `/metrics`. */
  readonly metrics: Router;
}

/** Serves the API at `/graphql`, exports, recordings, snapshots, WHIP and WHEP, what supervisors ask, and the page everywhere else. */
export async function serve(
  options: ServeOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const { graphqlOverWebSocket, trustedProxies } = options;
  const connections = new ConnectionLimit(options.maxConnectionsPerAddress);
  const { servers, url } = await listen(options, application(options));
  for (const server of servers) {
    server.on('connection', (socket: Socket) => {
      const peer = plainAddress(socket.remoteAddress);
      // All clients share a proxy's address: theirs are counted at the upgrade.
      if (!trustedProxies.includes(peer) && !connections.admit(peer, socket)) socket.destroy();
    });
    server.on('upgrade', (request, socket: Duplex, head: Buffer) => {
      const reason = refusal(request.headers, options);
      if (reason !== undefined) refuseUpgrade(socket, 403, reason);
      else if (
        trustedProxies.includes(plainAddress(request.socket.remoteAddress)) &&
        !connections.admit(clientAddress(request, trustedProxies), socket)
      )
        refuseUpgrade(socket, 429, 'There are too many connections from your address.');
      else if (!/^\/graphql(\?|$)/.test(request.url ?? ''))
        refuseUpgrade(socket, 404, 'The API is at /graphql.');
      else graphqlOverWebSocket.upgrade(request, socket, head);
    });
  }
  return {
    url,
    close: async () => {
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
      await graphqlOverWebSocket.close();
      await options.graphqlOverHttp.close();
      servers.forEach((server) => server.closeAllConnections());
      await Promise.all(closed);
    },
  };
}

function application(options: ServeOptions): RequestListener {
  const app = express().disable('x-powered-by');
  app.use(traceContext, crossOrigin(options));
  app.use(options.webRtcOverHttp);
  app.use('/graphql/stream', options.gate.handler, ...options.graphqlOverSse);
  app.use('/graphql', options.gate.handler, ...options.graphqlOverHttp.handlers);
  app.use('/export', options.gate.handler, options.eventExport);
  app.use('/recordings', options.recordedFiles);
  app.use('/snapshot', options.gate.handler, options.snapshots);
  app.use(options.health);
  app.use(options.metrics);
  app.use('/explorer', explorer());
  app.use(page(options.webDir, options.embedOrigins));
  app.use(({ method, path }) => {
    throw new HttpError(404, `${method} ${path.slice(0, 100)}: there is nothing here.`);
  });
  app.use(httpErrors(options));
  return app;
}

function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(reason)}\r\n\r\n${reason}`,
  );
}
