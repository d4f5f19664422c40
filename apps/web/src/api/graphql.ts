import type { initGraphQLTada, TadaDocumentNode } from 'gql.tada';
import type { introspection } from './graphql-env.js';

type TypedGraphQL = ReturnType<
  typeof initGraphQLTada<{
    introspection: introspection;
    scalars: { DateTime: string; ID: string };
    disableMasking: true;
  }>
>;

/**
 * Turns GraphQL text into a document typed by `packages/schema/schema.graphql`.
 * `graphql-env.d.ts` is made from that file by `npx gql.tada generate-output`; a test fails when it drifts.
 *
 * To TypeScript it is gql.tada's function. At run time a document stays the text it was written as:
 * the page only sends it, and so ships neither GraphQL's parser nor its printer.
 */
export const graphql = ((text: string, fragments: readonly unknown[] = []) =>
  [...new Set([text, ...fragments])].join('\n')) as unknown as TypedGraphQL;

/** The text of a document made by {@link graphql}. */
export function textOf<Result, Variables>(document: TadaDocumentNode<Result, Variables>): string {
  return document as unknown as string;
}

export type { ResultOf, TadaDocumentNode, VariablesOf } from 'gql.tada';
