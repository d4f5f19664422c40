import type { TadaDocumentNode } from './graphql.js';
import { textOf } from './graphql.js';

/** An operation and its variables, to be run by somebody else. */
export interface Operation {
  readonly document: TadaDocumentNode<unknown, never>;
  readonly variables: object;
}

const DEFINITION = /^\s*(?:query|mutation|subscription|fragment)\b/;

/** The text of a document as one would write it: every definition from the left border on. */
export function operationText({ document }: Operation): string {
  let indent = 0;
  const lines = textOf(document)
    .split('\n')
    .map((line) => {
      if (DEFINITION.test(line)) indent = line.search(/\S/);
      return line.slice(indent).trimEnd();
    })
    .filter((line) => line !== '');
  return lines.join('\n').replaceAll('\n}\n', '\n}\n\n');
}

/** The variables as JSON. */
export function variablesText({ variables }: Operation): string {
  return JSON.stringify(variables, null, 2);
}
