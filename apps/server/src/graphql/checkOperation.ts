import { GraphQLError, parse, specifiedRules, validate } from 'graphql';
import type { ExecutionArgs, GraphQLSchema } from 'graphql';
import { MAX_TOKENS, operationRules } from './limits.js';

const rules = [...specifiedRules, ...operationRules];

/** An operation as it comes over a WebSocket. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | undefined | null;
  readonly variables?: Record<string, unknown> | undefined | null;
}

/** What to execute, or what is wrong with the operation: syntax, types, limits. */
export function checkOperation(
  schema: GraphQLSchema,
  { query, operationName, variables }: OperationRequest,
): ExecutionArgs | readonly GraphQLError[] {
  let document;
  try {
    document = parse(query, { maxTokens: MAX_TOKENS });
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
  const errors = validate(schema, document, rules);
  return errors.length > 0
    ? errors
    : { schema, document, operationName, variableValues: variables };
}
