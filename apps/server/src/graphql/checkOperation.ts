import { getOperationAST, GraphQLError, parse, specifiedRules, validate } from 'graphql';
import type { DocumentNode, ExecutionArgs, GraphQLSchema } from 'graphql';
import { MAX_TOKENS, operationRules } from './limits.js';
import { PersistedQueries } from './PersistedQueries.js';
import type { PersistedOperation } from './PersistedQueries.js';
import { RecentMap } from './RecentMap.js';
import { areStorable, UNSTORABLE_TEXT } from './storableTexts.js';

/** Texts of operations that are remembered. */
const MAX_REMEMBERED = 200;
const MAX_REMEMBERED_LENGTH = 10_000;

/** An operation as it comes over a WebSocket or for a stream of Server-Sent Events. */
export interface OperationRequest extends PersistedOperation {
  readonly operationName?: string | undefined | null;
  readonly variables?: Record<string, unknown> | undefined | null;
}

/** What to execute. */
export interface CheckedOperation extends ExecutionArgs {
  /** Text of the operation, also when its hash stood for it. */
  readonly query: string;
}

/** Says what to execute, or what is wrong with the operation: hash, syntax, types, limits. */
export type CheckOperation = (
  request: OperationRequest,
) => CheckedOperation | readonly GraphQLError[];

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
  const persisted = new PersistedQueries();
  return ({ operationName, variables, ...request }) => {
    const query = persisted.textOf(request);
    if (query instanceof GraphQLError) return [query];
    const document = documents.get(query);
    if (!('kind' in document)) return document;
    if (!getOperationAST(document, operationName)) return [unknownOperation(operationName)];
    if (!areStorable(variables)) return [unstorableVariables()];
    return { schema, document, query, operationName, variableValues: variables };
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

/** As Apollo, whose code it is. */
function unknownOperation(name: string | null | undefined): GraphQLError {
  const message =
    typeof name === 'string'
      ? `Unknown operation named "${name.slice(0, 100)}".`
      : 'Must provide operation name if query contains multiple operations.';
  return new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } });
}

function unstorableVariables(): GraphQLError {
  return new GraphQLError(UNSTORABLE_TEXT, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** As Apollo says it over HTTP. */
function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes = null, source, positions } = error;
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } });
}
