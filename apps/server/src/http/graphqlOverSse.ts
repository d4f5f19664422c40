import express from 'express';
import type { Request, RequestHandler, Response } from 'express';
import type { FormattedExecutionResult } from 'graphql';
import { createHandler } from 'graphql-sse';
import type { Response as SseResponse } from 'graphql-sse';
import { operationChecker } from '../graphql/checkOperation.js';
import { formatResult } from '../graphql/errors.js';
import { MAX_MESSAGE_BYTES } from '../graphql/limits.js';
import type { SharedSubscriptions } from '../subscriptions/SharedSubscriptions.js';
import { SseChannel } from '../subscriptions/SseChannel.js';
import { endWith } from './endWith.js';
import { callerOf } from './Gate.js';
import type { GraphqlOptions } from './graphqlOverHttp.js';
import { HttpError } from './httpErrors.js';

const EVENT_STREAM = 'text/event-stream';

/** What belongs to one request. */
interface Exchange {
  readonly response: Response;
  readonly channel: SseChannel;
}

/**
 * GraphQL over Server-Sent Events (the protocol graphql-sse, one request for each operation): for
 * whoever can do HTTP and no more, for example curl. Behind the gate's handler.
 */
export function graphqlOverSse(
  { schema, introspection, contextFor, ...sink }: GraphqlOptions,
  shared: SharedSubscriptions,
): RequestHandler[] {
  const check = operationChecker(schema, introspection);
  const handle = createHandler<Request, Exchange>({
    // No stream for several operations: each request is one.
    authenticate: () => null,
    onSubscribe: ({ context: { response, channel } }, operation) => {
      const checked = check(operation);
      if (!('schema' in checked)) return refused(formatResult({ errors: checked }, sink));
      const contextValue = contextFor(callerOf(response)) as never;
      return Object.assign(checked, { contextValue, channel });
    },
    subscribe: (args) => shared.subscribe(args as never) as never,
    onNext: (_context, _request, result) => formatResult(result as never, sink) as never,
  });
  const stream: RequestHandler = async (request, response) => {
    endWith(response, callerOf(response).validity);
    const channel = new SseChannel(response);
    const { method, url, body } = request;
    const answer = await handle({
      method,
      // graphql-sse wants a text also where a hash stands for it: the first one counts.
      url: 'query' in request.query ? url : url.replace('?', '?query=&'),
      body: { query: '', ...(body as Record<string, unknown>) },
      headers: { get: (name) => (name === 'accept' ? EVENT_STREAM : request.header(name)) },
      raw: request,
      context: { response, channel },
    });
    await send(answer, response, channel);
  };
  return [checkRequest, express.json({ limit: MAX_MESSAGE_BYTES }), stream];
}

/** graphql-sse would answer these with nothing but a status, and a list of types with 404. */
const checkRequest: RequestHandler = (request, response, next) => {
  if (request.method !== 'GET' && request.method !== 'POST') {
    response.set('Allow', 'GET, POST');
    throw new HttpError(405, `${request.method}: must be GET or POST.`);
  }
  // It must be named: any page can send */* from the address of a picture.
  if (!request.header('accept')?.includes(EVENT_STREAM)) {
    throw new HttpError(406, `Accept: must be ${EVENT_STREAM}. One answer as JSON is at /graphql.`);
  }
  if (request.method === 'POST' && !request.is('json')) {
    throw new HttpError(415, 'Content-Type: must be application/json.');
  }
  next();
};

/** Results of subscriptions are written by the channel; here is what frames them. */
async function send([body, init]: SseResponse, response: Response, channel: SseChannel) {
  response.writeHead(init.status, init.statusText, init.headers);
  channel.begin();
  if (!body || typeof body === 'string') {
    response.end(body && withCodes(body));
    return;
  }
  response.once('close', () => void body.return(undefined));
  for await (const text of body) {
    if (!response.writable) break;
    // Whoever takes nothing is sent no pings either: they would pile up.
    if (!(channel.isFull && isPing(text))) response.write(text);
  }
  response.end();
}

/** A comment, as opposed to an event. */
function isPing(text: string): boolean {
  return text.startsWith(':');
}

/** What graphql-sse refuses by itself is about the request. */
function withCodes(body: string): string {
  const refusal = JSON.parse(body) as { errors: { extensions?: object }[] };
  for (const error of refusal.errors) error.extensions ??= { code: 'BAD_REQUEST' };
  return JSON.stringify(refusal);
}

/** An answer in place of a stream. */
function refused(result: FormattedExecutionResult): SseResponse {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return [JSON.stringify(result), { status: 400, statusText: 'Bad Request', headers }];
}
