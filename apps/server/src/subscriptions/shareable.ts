import { getOperationAST, Kind, visit } from 'graphql';
import type { DocumentNode, ExecutionArgs, FieldNode } from 'graphql';

/** A subscription whose results are the same for all who ask for the same. */
export interface Shareable {
  readonly field: FieldNode;
  /** To execute for all: without the place at which one of them wants to begin. */
  readonly args: ExecutionArgs;
}

const FIELDS = new Set(['alertChanged', 'broadcastChanged', 'crowdEvents', 'measurements']);

/** @returns undefined for what everybody must have for themselves */
export function shareable(args: ExecutionArgs): Shareable | undefined {
  const [field, ...others] =
    getOperationAST(args.document, args.operationName)?.selectionSet.selections ?? [];
  if (field?.kind !== Kind.FIELD || others.length > 0 || !FIELDS.has(field.name.value)) {
    return undefined;
  }
  const after = field.arguments?.find(({ name }) => name.value === 'after');
  if (!after) return { field, args };
  if (after.value.kind !== Kind.VARIABLE) return undefined;
  const { value: variable } = after.value.name;
  // Whoever uses it for something else, too, gets something of their own.
  if (uses(args.document, variable) > 1) return undefined;
  return { field, args: { ...args, variableValues: { ...args.variableValues, [variable]: null } } };
}

function uses(document: DocumentNode, name: string): number {
  let count = 0;
  visit(document, {
    VariableDefinition: (node) => (node.variable.name.value === name ? false : undefined),
    Variable: (node) => {
      if (node.name.value === name) count += 1;
    },
  });
  return count;
}
