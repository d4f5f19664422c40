import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import type { CrowdlensContext } from '@crowdlens/schema';
import express from 'express';
import type { RequestHandler } from 'express';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { formatError } from '../graphql/errors.js';
import { MAX_MESSAGE_BYTES, MAX_TOKENS, operationRules } from '../graphql/limits.js';

/** GraphQL over HTTP. */
export interface GraphqlOverHttp {
  readonly handlers: RequestHandler[];
  /** Lets what is running come to its end. */
  close(): Promise<void>;
}

/** @param contextFor - makes the context of a caller who sent this Authorization */
export async function graphqlOverHttp(
  schema: GraphQLSchema,
  contextFor: (authorization: unknown) => CrowdlensContext,
  log: Logger,
): Promise<GraphqlOverHttp> {
  const apollo = new ApolloServer({
    schema,
    plugins: [ApolloServerPluginLandingPageDisabled()],
    validationRules: operationRules,
    parseOptions: { maxTokens: MAX_TOKENS },
    includeStacktraceInErrorResponses: false,
    introspection: true,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => formatError(formatted, error, log),
    logger: log,
  });
  await apollo.start();
  const middleware = expressMiddleware(apollo, {
    context: async ({ req }) => contextFor(req.headers.authorization),
  });
  return {
    handlers: [express.json({ limit: MAX_MESSAGE_BYTES }), middleware],
    close: () => apollo.stop(),
  };
}
