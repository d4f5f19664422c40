import express from 'express';
import type { RequestHandler, Response } from 'express';
import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import type { Response as SseResponse } from 'graphql-sse';
import { createHandler } from 'graphql-sse/lib/use/express';
import { operationChecker } from '../graphql/checkOperation.js';
import { formatResult } from '../graphql/errors.js';
import { MAX_MESSAGE_BYTES } from '../graphql/limits.js';
import { callerOf } from './Gate.js';
import type { GraphqlOptions } from './graphqlOverHttp.js';

/**
 * GraphQL over Server-Sent Events (the protocol graphql-sse, one request for each operation): for
 * whoever can do HTTP and no more, for example curl. Behind the gate's handler.
 */
export function graphqlOverSse({
  schema,
  introspection,
  contextFor,
  ...sink
}: GraphqlOptions): RequestHandler[] {
  const check = operationChecker(schema, introspection);
  const handle = createHandler({
    // No stream for several operations: each request is one.
    authenticate: () => null,
    onSubscribe: ({ context }, { query, operationName, variables }) => {
      const checked = check({ query, operationName, variables });
      if (!('schema' in checked)) return refused(formatResult({ errors: checked }, sink));
      return { ...checked, contextValue: contextFor(callerOf(context.res)) as never };
    },
    onNext: (_context, _request, result) => formatResult(result as ExecutionResult, sink) as never,
  });
  const stream: RequestHandler = async (request, response: Response) => {
    const { validity } = callerOf(response);
    // What was begun with a token ends with it.
    const giveUp = validity?.onEnd(() => response.destroy());
    if (giveUp) response.once('close', giveUp);
    await handle(request, response);
  };
  return [express.json({ limit: MAX_MESSAGE_BYTES }), stream];
}

/** An answer in place of a stream. */
function refused(result: FormattedExecutionResult): SseResponse {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return [JSON.stringify(result), { status: 400, statusText: 'Bad Request', headers }];
}
