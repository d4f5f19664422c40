import type { RequestHandler } from 'express';
import { contentPolicy } from './contentPolicy.js';
import { refusal } from './sameSite.js';
import type { SameSiteOptions } from './sameSite.js';

/** Refuses foreign pages and names, and tells browsers what allowed pages may do (CORS). */
export function crossOrigin(options: SameSiteOptions): RequestHandler {
  return (request, response, next) => {
    const reason = refusal(request.headers, options);
    if (reason !== undefined) {
      response.status(403).type('text').send(`${reason}\n`);
      return;
    }
    response.set({
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': contentPolicy(request),
      'Referrer-Policy': 'same-origin',
      'Permissions-Policy': 'geolocation=(), payment=(), usb=()',
    });
    const { origin } = request.headers;
    if (origin !== undefined) {
      response.set({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Headers':
          'authorization, content-type, if-match, apollo-require-preflight',
        'Access-Control-Allow-Methods': 'GET, POST, PATCH, DELETE',
        'Access-Control-Expose-Headers': 'location, etag, link, accept-patch, retry-after',
        Vary: 'Origin',
      });
    }
    // Of the doors of WHIP (RFC 9725, 4.2).
    if (request.method === 'OPTIONS')
      response.set('Accept-Post', 'application/sdp').status(204).end();
    else next();
  };
}
