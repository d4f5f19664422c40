import type { IncomingMessage } from 'node:http';

/**
 * Content-Security-Policy of whatever we answer: scripts and everything else come from here, and
 * nothing is told to anybody else. Svelte sets styles of elements.
 *
 * @param frameAncestors - whose pages may frame it, as in the policy
 */
export function contentPolicy({ headers }: IncomingMessage, frameAncestors = "'none'"): string {
  // Checked by `refusal`. Not every browser takes 'self' for our WebSocket, too.
  const host = URL.parse(`http://${headers.host ?? ''}`)?.host ?? '';
  return [
    "default-src 'self'",
    `connect-src 'self' ws://${host} wss://${host}`,
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ');
}
