import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { ApiError } from '../errors.js';
import { HistoryError } from '../history/HistoryStore.js';
import { Tally } from '../metrics/Tally.js';
import { HttpError, httpErrors } from './httpErrors.js';

let server: Server;
afterEach(() => server.close());

async function answerTo(error: Error): Promise<Response> {
  const app = express();
  app.get('/', () => {
    throw error;
  });
  app.use(httpErrors({ log: pino({ level: 'silent' }), errors: new Tally() }));
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

test.each([
  [new HistoryError('The history cannot be used.'), 503, 'HISTORY_UNAVAILABLE', '5'],
  [new ApiError('CLUSTER_UNAVAILABLE', 'None leads.'), 503, 'CLUSTER_UNAVAILABLE', '5'],
  [new ApiError('RATE_LIMITED', 'Too many.'), 429, 'RATE_LIMITED', '5'],
  [new ApiError('RECORDING_NOT_FOUND', 'None.'), 404, 'RECORDING_NOT_FOUND', null],
  [new HttpError(415, 'Another type.'), 415, 'BAD_REQUEST', null],
])('%s is answered with %d', async (error, status, code, retryAfter) => {
  const answer = await answerTo(error);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([status, retryAfter]);
  expect(await answer.json()).toEqual({
    errors: [{ message: error.message, extensions: { code } }],
  });
});

test('what was not expected is not told', async () => {
  const answer = await answerTo(new Error('the secret is 42'));
  expect(answer.status).toBe(500);
  const text = await answer.text();
  expect(text).toContain('INTERNAL_SERVER_ERROR');
  expect(text).not.toContain('42');
});
