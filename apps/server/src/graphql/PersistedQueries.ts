import { createHash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { RecentMap } from './RecentMap.js';

const MAX_TEXTS = 200;
const MAX_TEXT_LENGTH = 10_000;

/** An operation that may name its text by a hash. */
export interface PersistedOperation {
  /** Empty when the hash is to stand for it. */
  readonly query: string;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined | null;
}

/**
 * Apollo's automatic persisted queries, for transports that do not go through Apollo: a client sends
 * a text with its SHA-256 (hexadecimal) once as `extensions.persistedQuery`, from then on the hash alone.
 */
export class PersistedQueries {
  readonly #texts = new RecentMap<string>(MAX_TEXTS);

  /** @returns the text of the operation, or what is wrong: PERSISTED_QUERY_NOT_FOUND asks for the text */
  textOf({ query, extensions }: PersistedOperation): string | GraphQLError {
    const persisted = extensions?.['persistedQuery'] as
      { version?: unknown; sha256Hash?: unknown } | undefined;
    if (!persisted) {
      return query === ''
        ? refusal('BAD_REQUEST', 'query: is missing, and so is extensions.persistedQuery.')
        : query;
    }
    const { version, sha256Hash: hash } = persisted;
    if (version !== 1 || typeof hash !== 'string') {
      return refusal('BAD_REQUEST', 'persistedQuery: must have version 1 and sha256Hash.');
    }
    if (query === '') {
      return (
        this.#texts.get(hash) ?? refusal('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound')
      );
    }
    if (createHash('sha256').update(query).digest('hex') !== hash) {
      return refusal('BAD_REQUEST', 'persistedQuery: sha256Hash is not that of the query.');
    }
    if (query.length <= MAX_TEXT_LENGTH) this.#texts.set(hash, query);
    return query;
  }
}

function refusal(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
