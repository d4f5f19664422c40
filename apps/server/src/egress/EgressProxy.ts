import { once } from 'node:events';
import { createServer, request as requestHttp } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';
import type { Logger } from 'pino';
import type { PlayHosts } from './PlayHosts.js';

const MAX_CONNECTIONS = 256;
const IDLE_MS = 30_000;

/**
 * Through it the embedded media server fetches what is played by http(s): FFmpeg follows redirects
 * and playlists by itself, and here each of their connections is checked, at the address that it
 * is made to. Listens on 127.0.0.1.
 */
export class EgressProxy {
  readonly #hosts: PlayHosts;
  readonly #log: Logger;
  readonly #server: Server;
  readonly #tunnels = new Set<Duplex>();

  static async open(hosts: PlayHosts, log: Logger): Promise<EgressProxy> {
    const proxy = new EgressProxy(hosts, log);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor(hosts: PlayHosts, log: Logger) {
    this.#hosts = hosts;
    this.#log = log;
    this.#server = createServer((request, response) => this.#forward(request, response));
    this.#server.maxConnections = MAX_CONNECTIONS;
    this.#server.on('connect', (request, socket: Duplex) => this.#tunnel(request, socket));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Cuts what is under way. Idempotent. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#tunnels.forEach((tunnel) => tunnel.destroy());
    this.#server.closeAllConnections();
    await closed;
  }

  /** A request with a whole URL (RFC 9112, 3.2.2). */
  #forward(request: IncomingMessage, response: ServerResponse): void {
    const url = URL.parse(request.url ?? '');
    const refuse = (error: unknown) => {
      this.#log.warn({ err: error, host: url?.hostname }, 'what is played may not be fetched');
      if (response.headersSent) response.destroy();
      else response.writeHead(403).end();
    };
    try {
      if (url?.protocol !== 'http:') throw new Error('No address with http was asked for.');
      const { 'proxy-connection': _, 'proxy-authorization': __, ...headers } = request.headers;
      const lookup = this.#hosts.lookupFor(url.hostname);
      const { method } = request;
      const options = {
        method,
        headers,
        agent: false,
        timeout: IDLE_MS,
        ...(lookup && { lookup }),
      };
      const outgoing = requestHttp(url, options, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        pipeline(answer, response, () => undefined);
      });
      outgoing.on('error', refuse).on('timeout', () => outgoing.destroy());
      response.on('close', () => outgoing.destroy());
      outgoing.end();
    } catch (error) {
      refuse(error);
    }
  }

  /** CONNECT (RFC 9110, 9.3.6), for https. */
  #tunnel({ url: authority }: IncomingMessage, client: Duplex): void {
    const url = URL.parse(`https://${authority}`);
    let target: Socket | undefined;
    const refuse = (error: unknown) => {
      this.#log.warn({ err: error, host: url?.hostname }, 'what is played may not be fetched');
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    };
    client.on('error', () => target?.destroy());
    try {
      if (!url) throw new Error('No address was asked for.');
      const lookup = this.#hosts.lookupFor(url.hostname);
      const host = url.hostname.replaceAll(/[[\]]/g, '');
      target = connect({ host, port: Number(url.port || 443), ...(lookup && { lookup }) });
    } catch (error) {
      refuse(error);
      return;
    }
    const tunnel = target;
    this.#tunnels.add(client).add(tunnel);
    client.once('close', () => this.#tunnels.delete(client));
    tunnel.once('close', () => this.#tunnels.delete(tunnel));
    let isOpen = false;
    tunnel.on('error', (error) => (isOpen ? client.destroy() : refuse(error)));
    tunnel.once('connect', () => {
      isOpen = true;
      tunnel.setTimeout(IDLE_MS, () => tunnel.destroy());
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      pipeline(client, tunnel, () => undefined);
      pipeline(tunnel, client, () => undefined);
    });
  }
}
