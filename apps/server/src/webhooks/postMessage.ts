import { request as requestHttp } from 'node:http';
import type { IncomingMessage, RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Webhook } from 'standardwebhooks';
import { isPrivateHost, lookupPublic, ForbiddenAddressError } from '../egress/publicAddress.js';

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
  /** How long the answer may take, milliseconds. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Sends a message, signed as Standard Webhooks has it. Redirects are not followed.
 *
 * @returns the status of the answer
 * @throws ForbiddenAddressError; Error when there is no answer in time, or none at all
 */
export async function postMessage(
  { url, secret, id, body, allowPrivate, timeoutMs = TIMEOUT_MS }: OutgoingMessage,
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
    signal,
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
  const late = () => request.destroy(new Error(`There was no answer within ${timeoutMs} ms.`));
  // A timer of our own: in Node.js 20, garbage collection takes AbortSignal.timeout within AbortSignal.any away.
  const timer = setTimeout(late, timeoutMs);
  try {
    return await new Promise((resolve, reject) => {
      let isAnswered = false;
      request.on('error', reject);
      request.on('response', (response) => {
        isAnswered = true;
        readSome(response, () => resolve(response.statusCode ?? 0));
      });
      // No error tells of an answer that is none: 101 (Switching Protocols) for instance.
      request.on('close', () => {
        if (!isAnswered) reject(new Error('The connection ended without an answer.'));
      });
      request.end(body);
    });
  } finally {
    clearTimeout(timer);
  }
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
