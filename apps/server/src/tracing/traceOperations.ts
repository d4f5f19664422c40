import { defaultFieldResolver } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { inOperation } from './spans.js';

/** Gives each query and mutation a span of its own, by whatever transport it comes. Changes the schema. */
export function traceOperations(schema: GraphQLSchema): GraphQLSchema {
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const { name, resolve = defaultFieldResolver } = field;
      field.resolve = (source, args: OperationArguments, context, info) =>
        inOperation(
          { name: `${info.operation.operation} ${name}`, broadcastId: broadcastOf(name, args) },
          () => resolve(source, args, context, info),
        );
    }
  }
  return schema;
}

interface OperationArguments {
  readonly id?: string;
  readonly broadcastId?: string | null;
  readonly input?: { readonly broadcastId?: string | null };
}

function broadcastOf(field: string, { id, broadcastId, input }: OperationArguments) {
  return (field === 'broadcast' ? id : (broadcastId ?? input?.broadcastId)) ?? undefined;
}
