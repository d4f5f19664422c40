import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether `host` names this machine only. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host) || host === '::1';
}

/** Who may talk to the server. */
export interface SameSiteOptions {
  /** The name or address that the server listens on. */
  readonly host: string;
  /** Foreign pages that may, too: `https://example.org`. */
  readonly allowedOrigins: readonly string[];
}

/**
 * Says why a request must not be answered, or undefined when it may be.
 *
 * Any page in a browser can open a WebSocket to localhost, and by DNS rebinding its own name can
 * come to mean this machine. So the name in `Host` must be one of ours, and a page in `Origin` must
 * come from us or be allowed. Programs outside a browser send no `Origin`.
 */
export function refusal(
  headers: IncomingMessage['headers'],
  { host, allowedOrigins }: SameSiteOptions,
): string | undefined {
  const requested = URL.parse(`http://${headers.host ?? ''}`)?.hostname;
  if (!requested || !isOurName(requested, host, allowedOrigins)) {
    return `Host "${headers.host ?? ''}" is not a name of this server.`;
  }
  const { origin } = headers;
  if (origin === undefined || allowedOrigins.includes(origin)) return undefined;
  const page = URL.parse(origin);
  if (page && /^https?:$/.test(page.protocol)) {
    if (page.host === headers.host) return undefined;
    // A page of this machine, for example the development server's.
    if (isLoopback(host) && LOOPBACK.has(page.hostname)) return undefined;
  }
  return `Origin "${origin}" is not allowed; ALLOWED_ORIGINS names the pages that are.`;
}

function isOurName(requested: string, host: string, allowedOrigins: readonly string[]): boolean {
  if (LOOPBACK.has(requested) || requested === host) return true;
  if (allowedOrigins.some((origin) => URL.parse(origin)?.hostname === requested)) return true;
  // An address cannot be rebound; it is ours if the request has come this far.
  return !isLoopback(host) && isIP(requested.replaceAll(/[[\]]/g, '')) !== 0;
}
