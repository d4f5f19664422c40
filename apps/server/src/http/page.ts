import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express from 'express';
import type { Router } from 'express';
import { contentPolicy } from './contentPolicy.js';

/**
 * The built page: its files, and `index.html` for every address that the page itself routes
 * (/present, /watch/…). Without a built page a sentence that says how to get one.
 *
 * @param embedOrigins - whose pages may frame `/embed/…`, the viewer that offers nothing but watching;
 *   `'*'` is everybody's. No other address may be framed.
 */
export function page(webDir: string, embedOrigins: readonly string[]): Router {
  const router = express.Router();
  const ancestors = embedOrigins.length > 0 ? embedOrigins.join(' ') : "'none'";
  const index = join(webDir, 'index.html');
  // Vite puts a hash of the content into the names of these files.
  router.use('/assets', express.static(join(webDir, 'assets'), { immutable: true, maxAge: '1y' }));
  router.use(express.static(webDir));
  router.get('/embed{/*address}', (request, response, next) => {
    response.set('Content-Security-Policy', contentPolicy(request, ancestors));
    next();
  });
  router.get('/{*address}', (request, response, next) => {
    if (!request.accepts('html') || /\.\w+$/.test(request.path)) {
      next();
    } else if (existsSync(index)) {
      response.set('Cache-Control', 'no-cache').sendFile(index);
    } else {
      response
        .status(503)
        .type('text')
        .send('The page has not been built: run "npm run build:web". The API is at /graphql.\n');
    }
  });
  return router;
}
