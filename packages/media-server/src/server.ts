import { once } from 'node:events';
import { createServer, STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { pino, type Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import { isWildcard, refusal, urlName, type AccessRules } from './access.js';
import type { MediaEngine } from './elements/media.js';
import { createControlPlane } from './elements/register.js';
import { noMedia } from './noMedia.js';
import { Connection } from './protocol/Connection.js';
import type { ControlPlane } from './protocol/ControlPlane.js';
import { defaultLimits, type Limits } from './protocol/limits.js';
import { ReplyCache } from './protocol/replyCache.js';
import { WsSocket } from './protocol/ws.js';

/** Where a media server listens, whom it serves, and how much. All have a default. */
export interface MediaServerOptions {
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 8888, as Kurento; 0 takes a free one. */
  readonly port?: number;
  /** See {@link AccessRules}. */
  readonly allowedOrigins?: readonly string[];
  readonly allowedHosts?: readonly string[];
  readonly token?: string;
  /** Players read files below this directory only; without it they read none. */
  readonly mediaDir?: string;
  readonly limits?: Partial<Limits>;
  /** Sessions without a connection live for one to two of these. Default 240 s, as Kurento. */
  readonly garbageCollectorPeriodMs?: number;
  /** Default: silent. */
  readonly log?: Logger;
  readonly engine?: MediaEngine;
}

const PATH = '/kurento';
/** WebSocket close codes (RFC 6455, 7.4.1). */
const GOING_AWAY = 1001;
const PROTOCOL_ERROR = 1002;

/** A media server in this process: Kurento's protocol over WebSocket at `/kurento`. */
export class MediaServer {
  readonly #connections = new Set<Connection>();
  readonly #replies: ReplyCache;
  readonly #garbageCollector: NodeJS.Timeout;
  #closed: Promise<void> | undefined;

  private constructor(
    /** What clients connect to, the token included. */
    readonly url: string,
    private readonly http: Server,
    private readonly sockets: WebSocketServer,
    private readonly plane: ControlPlane,
    private readonly rules: AccessRules,
    private readonly log: Logger,
    garbageCollectorPeriodMs: number,
  ) {
    this.#replies = new ReplyCache(plane.limits.maxCachedReplies);
    this.#garbageCollector = setInterval(() => plane.collectGarbage(), garbageCollectorPeriodMs);
    this.#garbageCollector.unref();
    http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#upgrade(request, socket, head),
    );
  }

  /** Rejects with the error of `listen`, e.g. EADDRINUSE. */
  static async create(options: MediaServerOptions = {}): Promise<MediaServer> {
    const { host = '127.0.0.1', port = 8888, garbageCollectorPeriodMs = 240_000 } = options;
    const log = options.log ?? pino({ level: 'silent' });
    const limits = { ...defaultLimits, ...options.limits };
    const { token, allowedOrigins, allowedHosts, mediaDir, engine = noMedia } = options;
    const http = createServer((request, response) => {
      const status = refusal(request, rules) ?? 426;
      response.writeHead(status, { Upgrade: 'websocket', 'Content-Type': 'text/plain' });
      response.end(
        `${STATUS_CODES[status]}: this is a media server; connect a WebSocket to ${PATH}\n`,
      );
    });
    const rules: AccessRules = {
      host,
      ...(token !== undefined && { token }),
      ...(allowedOrigins && { allowedOrigins }),
      ...(allowedHosts && { allowedHosts }),
    };
    http.listen(port, host);
    await once(http, 'listening');
    const query = token === undefined ? '' : `?access_token=${encodeURIComponent(token)}`;
    const { port: boundPort } = http.address() as AddressInfo;
    const name = isWildcard(host) ? 'localhost' : urlName(host);
    return new MediaServer(
      `ws://${name}:${boundPort}${PATH}${query}`,
      http,
      new WebSocketServer({
        noServer: true,
        maxPayload: limits.maxMessageBytes,
        // Kurento knows no sub-protocols: whatever is asked for, none is chosen.
        handleProtocols: () => false,
      }),
      createControlPlane(limits, { log, engine, ...(mediaDir !== undefined && { mediaDir }) }),
      rules,
      log,
      garbageCollectorPeriodMs,
    );
  }

  /** Disconnects everybody and frees everything. Idempotent. */
  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #close(): Promise<void> {
    clearInterval(this.#garbageCollector);
    this.http.close();
    for (const socket of this.sockets.clients) {
      socket.close(GOING_AWAY, 'The server is shutting down');
    }
    const roots = [...this.plane.objects.values()].filter(({ parent }) => parent === undefined);
    await Promise.all(roots.map((object) => object.release()));
    for (const socket of this.sockets.clients) socket.terminate();
    this.http.closeAllConnections();
    this.log.info('media server closed');
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const full = this.#connections.size >= this.plane.limits.maxConnections;
    const status = refusal(request, this.rules) ?? (full ? 503 : undefined);
    if (status !== undefined) {
      const { host, origin } = request.headers;
      this.log.warn({ status, host, origin }, 'connection refused');
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
      return;
    }
    this.sockets.handleUpgrade(request, socket, head, (webSocket) => {
      if (request.url?.split('?')[0] === PATH) this.#accept(webSocket);
      else webSocket.close(PROTOCOL_ERROR, 'Invalid path');
    });
  }

  #accept(webSocket: WebSocket): void {
    const socket = new WsSocket(webSocket, this.plane.limits.maxBufferedBytes, () =>
      this.log.warn('connection cut: the client does not read what it is sent'),
    );
    const connection = new Connection(this.plane, this.#replies, socket, this.log);
    this.#connections.add(connection);
    this.log.info({ connections: this.#connections.size }, 'client connected');
    // Kurento's clients send binary frames, too; with ws both come as one Buffer.
    webSocket.on('message', (data: Buffer) => void connection.receive(data.toString()));
    webSocket.on('error', (error) => this.log.warn({ err: error }, 'connection failed'));
    webSocket.on('close', () => {
      connection.close();
      this.#connections.delete(connection);
      this.log.info({ connections: this.#connections.size }, 'client disconnected');
    });
  }
}
