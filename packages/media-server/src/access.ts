import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** Who may talk to the server. */
export interface AccessRules {
  /** The address that the server listens on. */
  readonly host: string;
  /** Further names that clients reach the server by, e.g. behind a proxy or in a container. */
  readonly allowedHosts?: readonly string[];
  /** Web pages from elsewhere that may connect, e.g. `https://example.org`. */
  readonly allowedOrigins?: readonly string[];
  /** If there is one, clients must send it as `?access_token=`. */
  readonly token?: string;
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Why a request is refused, as an HTTP status, or nothing if it may pass. Browsers let any page
 * open a WebSocket to localhost: Origin keeps foreign pages out, Host those that had their own
 * name point here (DNS rebinding). Programs that are no browsers send no Origin.
 */
export function refusal(request: IncomingMessage, rules: AccessRules): 401 | 403 | undefined {
  if (!isHostAllowed(request.headers.host, rules)) return 403;
  if (!isOriginAllowed(request.headers.origin, rules)) return 403;
  return rules.token === undefined || hasToken(request, rules.token) ? undefined : 401;
}

function isHostAllowed(host: string | undefined, rules: AccessRules): boolean {
  const url = host === undefined ? undefined : parse(`http://${host}`);
  if (!url) return false;
  const name = url.hostname;
  if (loopbackNames.has(name) || name === urlName(rules.host)) return true;
  if (rules.allowedHosts?.some((allowed) => urlName(allowed) === name)) return true;
  // A server on all interfaces is reached by any of its addresses; an address cannot be rebound.
  return isWildcard(rules.host) && isIP(name.replace(/^\[|\]$/g, '')) !== 0;
}

function isOriginAllowed(origin: string | undefined, rules: AccessRules): boolean {
  if (origin === undefined || rules.allowedOrigins?.includes(origin)) return true;
  const url = parse(origin);
  return url !== undefined && /^https?:$/.test(url.protocol) && loopbackNames.has(url.hostname);
}

function hasToken(request: IncomingMessage, token: string): boolean {
  const given = parse(request.url ?? '', 'http://localhost')?.searchParams.get('access_token');
  return given !== null && given !== undefined && timingSafeEqual(digest(given), digest(token));
}

/** Of equal length whatever the text, as `timingSafeEqual` wants it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** A host as it stands in a URL: IPv6 addresses in brackets, names in lower case. */
export function urlName(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host.toLowerCase();
}

/** Whether only programs of this machine reach an address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** Whether an address means all interfaces. */
export function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function parse(url: string, base?: string): URL | undefined {
  return URL.canParse(url, base) ? new URL(url, base) : undefined;
}
