import { request as requestHttp } from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Webhook } from 'standardwebhooks';
import { isPrivateHost, lookupPublic, ForbiddenAddressError } from './publicAddress.js';

const TIMEOUT_MS = 10_000;
/** Of an answer, what is read before the connection is cut. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** What is sent, and where to. */
export interface OutgoingMessage {
  readonly url: string;
  /** `whsec_` and base64. */
  readonly secret: string;
  /** The same for each attempt. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
  /** Whether this machine and private networks may be called. */
  readonly allowPrivate: boolean;
}

/**
 * Sends a message, signed as Standard Webhooks has it. Redirects are not followed.
 *
 * @returns the status of the answer
 * @throws ForbiddenAddressError; Error when there is no answer within ten seconds
 */
export async function postMessage(
  { url, secret, id, body, allowPrivate }: OutgoingMessage,
  signal: AbortSignal,
): Promise<number> {
  const { protocol, hostname } = new URL(url);
  if (!allowPrivate && isPrivateHost(hostname)) {
    throw new ForbiddenAddressError(
      `${hostname} is an address of this machine or of a private network`,
    );
  }
  const now = new Date();
  const options: RequestOptions = {
    method: 'POST',
    // No connection is kept: each one is made to an address that was checked for it.
    agent: false,
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    ...(!allowPrivate && { lookup: lookupPublic }),
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Crowdlens',
      'webhook-id': id,
      'webhook-timestamp': Math.floor(now.getTime() / 1000),
      'webhook-signature': new Webhook(secret).sign(id, now, body),
    },
  };
  const request = (protocol === 'https:' ? requestHttps : requestHttp)(url, options);
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      readSome(response, () => resolve(response.statusCode ?? 0));
    });
    request.end(body);
  });
}

/** Only the status counts; what else is said is read, so that the other side can end, but not without end. */
function readSome(response: IncomingMessage, done: () => void): void {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) response.destroy();
  });
  response.on('error', done).on('close', done);
}
