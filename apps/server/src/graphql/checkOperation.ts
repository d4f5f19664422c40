import { GraphQLError, parse, specifiedRules, validate } from 'graphql';
import type { DocumentNode, ExecutionArgs, GraphQLSchema } from 'graphql';
import { MAX_TOKENS, operationRules } from './limits.js';
import { RecentMap } from './RecentMap.js';

/** Texts of operations that are remembered. */
const MAX_REMEMBERED = 200;
const MAX_REMEMBERED_LENGTH = 10_000;

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
  const documents = new CheckedDocuments((query) => {
    const document = parsed(query);
    if (document instanceof GraphQLError) return [document];
    const errors = validate(schema, document, rules, { hideSuggestions: !introspection });
    return errors.length > 0
      ? errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'))
      : document;
  });
  return ({ query, operationName, variables }) => {
    const document = documents.get(query);
    return 'kind' in document
      ? { schema, document, operationName, variableValues: variables }
      : document;
  };
}

type Checked = DocumentNode | readonly GraphQLError[];

/** Remembers the last texts and what came of them: thousands of clients send the same few. */
class CheckedDocuments {
  readonly #check: (query: string) => Checked;
  readonly #known = new RecentMap<Checked>(MAX_REMEMBERED);

  constructor(check: (query: string) => Checked) {
    this.#check = check;
  }

  get(query: string): Checked {
    const known = this.#known.get(query);
    if (known) return known;
    const checked = this.#check(query);
    if (query.length <= MAX_REMEMBERED_LENGTH) this.#known.set(query, checked);
    return checked;
  }
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
