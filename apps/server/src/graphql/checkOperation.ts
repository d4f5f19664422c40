import { GraphQLError, parse, specifiedRules, validate } from 'graphql';
import type { DocumentNode, ExecutionArgs, GraphQLSchema } from 'graphql';
import { MAX_TOKENS, operationRules } from './limits.js';

/** An operation as it comes over a WebSocket. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | undefined | null;
  readonly variables?: Record<string, unknown> | undefined | null;
}

/** Says what to execute, or what is wrong with the operation: syntax, types, limits. */
export type CheckOperation = (request: OperationRequest) => ExecutionArgs | readonly GraphQLError[];

/** For transports that do not go through Apollo, which checks the same. */
export function operationChecker(schema: GraphQLSchema, introspection: boolean): CheckOperation {
  const rules = [...specifiedRules, ...operationRules(introspection)];
  return ({ query, operationName, variables }) => {
    const document = parsed(query);
    if (document instanceof GraphQLError) return [document];
    const errors = validate(schema, document, rules, { hideSuggestions: !introspection });
    return errors.length > 0
      ? errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'))
      : { schema, document, operationName, variableValues: variables };
  };
}

function parsed(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query, { maxTokens: MAX_TOKENS });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return withCode(error, 'GRAPHQL_PARSE_FAILED');
  }
}

/** As Apollo says it over HTTP. */
function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes = null, source, positions } = error;
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } });
}
