import { STATUS_CODES } from 'node:http';
import type { RequestListener } from 'node:http';
import type { Duplex } from 'node:stream';
import express from 'express';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { GraphqlOverHttp } from './graphqlOverHttp.js';
import type { GraphqlOverWebSocket } from './graphqlOverWebSocket.js';
import { listen } from './listen.js';
import type { ListenOptions } from './listen.js';
import { page } from './page.js';
import { refusal } from './sameSite.js';
import type { SameSiteOptions } from './sameSite.js';

/** What is served, where and to whom. */
export interface ServeOptions extends ListenOptions, SameSiteOptions {
  readonly graphqlOverHttp: GraphqlOverHttp;
  readonly graphqlOverWebSocket: GraphqlOverWebSocket;
  /** Absolute path of the built page. */
  readonly webDir: string;
  /** Asked by `/healthz`. */
  readonly availableMediaServers: () => number;
  readonly log: Logger;
}

/** Serves the API at `/graphql`, `/healthz`, and the page everywhere else. */
export async function serve(
  options: ServeOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const { graphqlOverWebSocket } = options;
  const { servers, url } = await listen(options, application(options));
  for (const server of servers) {
    server.on('upgrade', (request, socket: Duplex, head: Buffer) => {
      const reason = refusal(request.headers, options);
      if (reason !== undefined) refuseUpgrade(socket, 403, reason);
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
  app.use(onlyOurPages(options));
  app.use('/graphql', ...options.graphqlOverHttp.handlers);
  app.get('/healthz', (_request, response) => {
    const mediaServers = options.availableMediaServers();
    const status = mediaServers > 0 ? 'ok' : 'no media server is available';
    response.status(mediaServers > 0 ? 200 : 503).json({ status, mediaServers });
  });
  app.use(page(options.webDir));
  app.use(plainErrors(options.log));
  return app;
}

function onlyOurPages(options: SameSiteOptions): RequestHandler {
  return (request, response, next) => {
    const reason = refusal(request.headers, options);
    if (reason !== undefined) {
      response.status(403).type('text').send(`${reason}\n`);
      return;
    }
    response.set({
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "frame-ancestors 'none'",
      'Referrer-Policy': 'same-origin',
    });
    const { origin } = request.headers;
    if (origin !== undefined) {
      response.set({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Headers': 'authorization, content-type, apollo-require-preflight',
        'Access-Control-Allow-Methods': 'GET, POST',
        Vary: 'Origin',
      });
      if (request.method === 'OPTIONS') {
        response.status(204).end();
        return;
      }
    }
    next();
  };
}

/** Express would send the stack. */
function plainErrors(log: Logger): ErrorRequestHandler {
  return (error: Error & { status?: number }, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { status = 500 } = error;
    if (status >= 500) log.error({ err: error }, 'a request failed');
    const message =
      status < 500 ? error.message : 'Something went wrong in the server; its log says what.';
    const code = status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR';
    response.status(status).json({ errors: [{ message, extensions: { code } }] });
  };
}

function refuseUpgrade(socket: Duplex, status: number, reason: string): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(reason)}\r\n\r\n${reason}`,
  );
}
