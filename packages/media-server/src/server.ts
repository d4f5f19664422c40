import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { pino, type Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import { isLoopback, isWildcard, refusal, urlName, type AccessRules } from './access.js';
import { createControlPlane } from './elements/register.js';
import type { MediaEngine } from './elements/media.js';
import { createMediaEngine, type MediaEngineOptions } from './graph/mediaEngine.js';
import { listen, type TlsIdentity } from './listen.js';
import { Connection } from './protocol/Connection.js';
import type { ControlPlane } from './protocol/ControlPlane.js';
import { defaultLimits, type Limits } from './protocol/limits.js';
import { ReplyCache } from './protocol/replyCache.js';
import type { PortRange } from './udp/UdpPorts.js';
import { WsSocket } from './protocol/ws.js';

/** Where a media server listens, whom it serves, and how much. All have a default. */
export interface MediaServerOptions extends Partial<AccessRules> {
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 8888, as Kurento; 0 takes a free one. */
  readonly port?: number;
  /** Players read files below this directory only; without it there are none. */
  readonly mediaDir?: string;
  /** Recorders write files below this directory only. Default: the media directory. */
  readonly recordingsDir?: string;
  /**
   * One UDP port for all WebRTC media, or a range of which each process that serves viewers takes one:
   * with a single port there are no such processes. Without it any free ones are used.
   */
  readonly webrtcPort?: number | PortRange;
  /** WebRTC viewers that this process serves itself, and each one that is started for more. Default 100; 0: it serves all. */
  readonly viewersPerProcess?: number;
  /** UDP ports for RtpEndpoints, two for each stream; without them any free ones are used. */
  readonly rtpPorts?: PortRange;
  /** The one local address for WebRTC media; `0.0.0.0` for all. Default: all, or loopback when `host` is. */
  readonly webrtcHost?: string;
  /** The address that WebRTC peers reach this machine by, if it is not one of its own. */
  readonly announcedIp?: string;
  /** With a certificate clients connect by `wss`; without one by `ws`. */
  readonly tls?: TlsIdentity;
  /** Whether it has the module `crowddetector`. Default: yes. */
  readonly crowdDetector?: boolean;
  readonly limits?: Partial<Limits>;
  /** Sessions without a connection live for one to two of these. Default 240 s, as Kurento. */
  readonly garbageCollectorPeriodMs?: number;
  /** Default: silent. */
  readonly log?: Logger;
}

/** Sockets that are not yet connections, as a multiple of those that may be. */
const SOCKETS_PER_CONNECTION = 2;
const PATH = '/kurento';
/** WebSocket close codes (RFC 6455, 7.4.1). */
const GOING_AWAY = 1001;
const PROTOCOL_ERROR = 1002;

/** A media server in this process: Kurento's protocol over WebSocket at `/kurento`. */
export class MediaServer {
  readonly #replies: ReplyCache;
  readonly #garbageCollector: NodeJS.Timeout;
  #closed: Promise<void> | undefined;

  private constructor(
    /** What clients connect to, the token included. */
    readonly url: string,
    private readonly http: Awaited<ReturnType<typeof listen>>,
    private readonly sockets: WebSocketServer,
    private readonly plane: ControlPlane,
    private readonly engine: MediaEngine,
    private readonly rules: AccessRules,
    private readonly log: Logger,
    garbageCollectorPeriodMs: number,
  ) {
    this.#replies = new ReplyCache(plane.limits.maxCachedReplies);
    this.#garbageCollector = setInterval(() => plane.collectGarbage(), garbageCollectorPeriodMs);
    this.#garbageCollector.unref();
    http.on('request', (request, response) => this.#explain(request, response));
    http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#upgrade(request, socket, head),
    );
  }

  /** Rejects as {@link listen} does, e.g. with EADDRINUSE. */
  static async create(options: MediaServerOptions = {}): Promise<MediaServer> {
    const { host = '127.0.0.1', port = 8888, token, tls, announcedIp, mediaDir } = options;
    const { recordingsDir = mediaDir } = options;
    const { garbageCollectorPeriodMs = 240_000 } = options;
    const log = options.log ?? pino({ level: 'silent' });
    const limits = { ...defaultLimits, ...options.limits };
    const engine = createMediaEngine(log, engineOptions(host, options));
    const maxSockets = SOCKETS_PER_CONNECTION * limits.maxConnections;
    const http = await listen({ host, port, tls, maxSockets });
    const query = token === undefined ? '' : `?access_token=${encodeURIComponent(token)}`;
    return new MediaServer(
      `${tls ? 'wss' : 'ws'}://${urlName(reachable(host))}:${(http.address() as AddressInfo).port}${PATH}${query}`,
      http,
      new WebSocketServer({
        noServer: true,
        maxPayload: limits.maxMessageBytes,
        // Kurento knows no sub-protocols: whatever is asked for, none is chosen.
        handleProtocols: () => false,
      }),
      createControlPlane(
        limits,
        { log, engine, mediaDir, recordingsDir },
        { hasCrowdDetector: options.crowdDetector ?? true },
      ),
      engine,
      {
        ...options,
        host,
        allowedHosts: [...(options.allowedHosts ?? []), ...(announcedIp ? [announcedIp] : [])],
      },
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
    await this.plane.close();
    await this.engine.close();
    for (const socket of this.sockets.clients) socket.terminate();
    this.http.closeAllConnections();
    this.log.info('media server closed');
  }

  /** Answers whoever comes without a WebSocket. */
  #explain(request: IncomingMessage, response: ServerResponse): void {
    const status = refusal(request, this.rules) ?? 426;
    response.writeHead(status, { Upgrade: 'websocket', 'Content-Type': 'text/plain' });
    response.end(`${STATUS_CODES[status]}: connect a WebSocket to ${PATH}\n`);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const isFull = this.sockets.clients.size >= this.plane.limits.maxConnections;
    const status = refusal(request, this.rules) ?? (isFull ? 503 : undefined);
    if (status !== undefined) {
      const { host, origin } = request.headers;
      this.log.warn({ status, host, origin }, 'connection refused');
      socket.on('error', () => socket.destroy());
      socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
      return;
    }
    this.sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('error', (error) => this.log.warn({ err: error }, 'connection failed'));
      if (request.url?.split('?')[0] === PATH) this.#accept(webSocket);
      else webSocket.close(PROTOCOL_ERROR, 'Invalid path');
    });
  }

  #accept(webSocket: WebSocket): void {
    const socket = new WsSocket(webSocket, this.plane.limits.maxBufferedBytes, () =>
      this.log.warn('connection cut: the client does not read what it is sent'),
    );
    const connection = new Connection(this.plane, this.#replies, socket, this.log);
    this.log.info('client connected');
    // Kurento's clients send binary frames, too; with ws both come as one Buffer.
    webSocket.on('message', (data: Buffer) => void connection.receive(data.toString()));
    webSocket.on('close', () => {
      connection.close();
      this.log.info('client disconnected');
    });
  }
}

/** An address at which this machine reaches a server that listens on `host`. */
function reachable(host: string): string {
  return { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
}

/** A server that only this machine reaches keeps its media here, too; so it also works without a network. */
function engineOptions(host: string, options: MediaServerOptions): MediaEngineOptions {
  const { webrtcHost, webrtcPort, rtpPorts, announcedIp, viewersPerProcess = 100 } = options;
  const local = isLoopback(host) && announcedIp === undefined ? '127.0.0.1' : '0.0.0.0';
  const bindAddress = webrtcHost ?? local;
  const webrtcPorts =
    typeof webrtcPort === 'number' ? { begin: webrtcPort, end: webrtcPort } : webrtcPort;
  return {
    viewersPerProcess,
    webrtcPorts,
    rtpPorts,
    ...(!isWildcard(bindAddress) && { bindAddress }),
    ...(announcedIp !== undefined && { announcedIp }),
  };
}
