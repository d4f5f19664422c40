import { ApolloServer } from '@apollo/server';
import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import type { CrowdlensContext } from '@crowdlens/schema';
import express from 'express';
import type { RequestHandler } from 'express';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { Caller } from '../access/Caller.js';
import { formatError } from '../graphql/errors.js';
import type { ErrorSink } from '../graphql/errors.js';
import { MAX_MESSAGE_BYTES, MAX_TOKENS, operationRules } from '../graphql/limits.js';
import { areStorable, UNSTORABLE_TEXT } from '../graphql/storableTexts.js';
import { callerOf } from './Gate.js';

/** GraphQL over HTTP. */
export interface GraphqlOverHttp {
  readonly handlers: RequestHandler[];
  /** Lets what is running come to its end. */
  close(): Promise<void>;
}

/** What GraphQL over any transport needs. */
export interface GraphqlOptions extends ErrorSink {
  readonly schema: GraphQLSchema;
  /** Whether clients may ask for the schema. */
  readonly introspection: boolean;
  readonly contextFor: (caller: Caller) => CrowdlensContext;
}

/** What Apollo would not refuse. */
const refusals: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation, request }) => {
      if (!areStorable(request.variables)) throw refused('BAD_USER_INPUT', UNSTORABLE_TEXT);
      if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return;
      throw refused(
        'BAD_REQUEST',
        'Subscriptions are at /graphql over WebSocket, and at /graphql/stream over Server-Sent Events.',
      );
    },
  }),
};

function refused(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
}

/** Behind the gate's handler. */
export async function graphqlOverHttp({
  schema,
  introspection,
  contextFor,
  ...sink
}: GraphqlOptions): Promise<GraphqlOverHttp> {
  const apollo = new ApolloServer({
    schema,
    plugins: [ApolloServerPluginLandingPageDisabled(), refusals],
    validationRules: operationRules(introspection),
    parseOptions: { maxTokens: MAX_TOKENS },
    includeStacktraceInErrorResponses: false,
    // The rules refuse it, in the same words by each way.
    introspection: true,
    hideSchemaDetailsFromClientErrors: !introspection,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => formatError(formatted, error, sink),
    logger: sink.log,
  });
  await apollo.start();
  const middleware = expressMiddleware(apollo, {
    context: async ({ res }) => contextFor(callerOf(res)),
  });
  return {
    handlers: [express.json({ limit: MAX_MESSAGE_BYTES }), middleware],
    close: () => apollo.stop(),
  };
}
