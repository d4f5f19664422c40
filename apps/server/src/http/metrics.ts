import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import express from 'express';
import type { Router } from 'express';
import { ApiError } from '../errors.js';
import type { Metrics } from '../metrics/Metrics.js';
import { plainAddress } from './clientAddress.js';

/**
 * `GET /metrics`, for Prometheus: with the token as `Authorization: Bearer …`; while there is none,
 * for programs of this machine only.
 */
export function metrics(metrics: Metrics, token: string | undefined): Router {
  const router = express.Router();
  router.get('/metrics', async (request, response) => {
    const isAllowed = token === undefined ? isFromHere(request) : hasToken(request, token);
    if (!isAllowed) {
      throw new ApiError(
        'UNAUTHENTICATED',
        'Metrics are for who has METRICS_TOKEN; while it is not set, for this machine only.',
      );
    }
    response.set('Content-Type', metrics.contentType).send(await metrics.text());
  });
  return router;
}

/** What a proxy of this machine passes on comes from somewhere else. */
function isFromHere({ socket, headers }: IncomingMessage): boolean {
  const peer = plainAddress(socket.remoteAddress);
  const isForwarded = 'x-forwarded-for' in headers || 'forwarded' in headers;
  return (peer === '::1' || peer.startsWith('127.')) && !isForwarded;
}

function hasToken({ headers }: IncomingMessage, token: string): boolean {
  const given = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(sha256(given), sha256(token));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
