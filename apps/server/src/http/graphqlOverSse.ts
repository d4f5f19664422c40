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
import { callerOf } from './Gate.js';
import type { GraphqlOptions } from './graphqlOverHttp.js';

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
    onSubscribe: ({ context: { response, channel } }, { query, operationName, variables }) => {
      const checked = check({ query, operationName, variables });
      if (!('schema' in checked)) return refused(formatResult({ errors: checked }, sink));
      const contextValue = contextFor(callerOf(response)) as never;
      return Object.assign(checked, { contextValue, query, channel });
    },
    subscribe: (args) => shared.subscribe(args as never) as never,
    onNext: (_context, _request, result) => formatResult(result as never, sink) as never,
  });
  const stream: RequestHandler = async (request, response) => {
    const { validity } = callerOf(response);
    // What was begun with a token ends with it.
    const giveUp = validity?.onEnd(() => response.destroy());
    if (giveUp) response.once('close', giveUp);
    const channel = new SseChannel(response);
    const answer = await handle({
      method: request.method,
      url: request.url,
      headers: { get: (name) => request.header(name) },
      body: request.body as Record<string, unknown>,
      raw: request,
      context: { response, channel },
    });
    await send(answer, response, channel);
  };
  return [express.json({ limit: MAX_MESSAGE_BYTES }), stream];
}

/** Results of subscriptions are written by the channel; here is what frames them. */
async function send([body, init]: SseResponse, response: Response, channel: SseChannel) {
  response.writeHead(init.status, init.statusText, init.headers);
  channel.begin();
  if (!body || typeof body === 'string') {
    response.end(body);
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

/** An answer in place of a stream. */
function refused(result: FormattedExecutionResult): SseResponse {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return [JSON.stringify(result), { status: 400, statusText: 'Bad Request', headers }];
}
