import type { ConnectionTable } from './ConnectionTable.js';
import type { MediaElement } from './MediaElement.js';

/** Elements and the connections between them in Graphviz's language, and `more` lines of it. */
export function toDot(
  elements: readonly MediaElement[],
  connections: ConnectionTable,
  more: readonly string[] = [],
): string {
  const nodes = elements.map(
    ({ id, qualifiedType, name }) => `  "${id}" [label=${label(`${qualifiedType}\n${name}`)}];`,
  );
  const edges = elements.flatMap((element) =>
    connections
      .from(element)
      .map(({ source, sink, type }) => `  "${source.id}" -> "${sink.id}" [label="${type}"];`),
  );
  return ['digraph pipeline {', '  rankdir=LR;', ...nodes, ...edges, ...more, '}'].join('\n');
}

/** A name comes from a client: nothing in it may end the string. */
function label(text: string): string {
  return JSON.stringify(text);
}
