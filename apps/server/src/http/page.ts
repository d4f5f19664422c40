import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express from 'express';
import type { Router } from 'express';

/**
 * The built page: its files, and `index.html` for every address that the page itself routes
 * (/present, /watch/…). Without a built page a sentence that says how to get one.
 */
export function page(webDir: string): Router {
  const router = express.Router();
  const index = join(webDir, 'index.html');
  // Vite puts a hash of the content into the names of these files.
  router.use('/assets', express.static(join(webDir, 'assets'), { immutable: true, maxAge: '1y' }));
  router.use(express.static(webDir));
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
