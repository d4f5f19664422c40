import express from 'express';
import type { Router } from 'express';
import type { Readiness } from '../health/Readiness.js';

/** What {@link health} asks. */
export interface HealthOptions {
  readonly readiness: Readiness;
  /** How many media servers are connected now. */
  readonly availableMediaServers: () => number;
}

/**
 * For whoever supervises the server, without a token; told is nothing that is not meant for all.
 *
 * - `GET /livez`: the process answers. If not, restart it.
 * - `GET /readyz`: it can do its work, tried at most once in 30 s; 503 says which part cannot. Send it nobody then.
 * - `GET /healthz`: a media server is connected. Costs nothing, tries nothing.
 */
export function health({ readiness, availableMediaServers }: HealthOptions): Router {
  const router = express.Router();
  router.get('/livez', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const { isReady, parts } = await readiness.report();
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ok' : 'not ready', parts });
  });
  router.get('/healthz', (_request, response) => {
    const mediaServers = availableMediaServers();
    const status = mediaServers > 0 ? 'ok' : 'no media server is available';
    response.status(mediaServers > 0 ? 200 : 503).json({ status, mediaServers });
  });
  return router;
}
