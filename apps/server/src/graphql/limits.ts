import { ApolloArmor } from '@escape.tech/graphql-armor';
import { NoSchemaIntrospectionCustomRule } from 'graphql';
import type { ValidationRule } from 'graphql';

const armor = new ApolloArmor({
  maxDepth: { n: 10 },
  maxAliases: { n: 20 },
  maxDirectives: { n: 20 },
  // A page of 500 events with all their fields comes to 52,000.
  costLimit: { maxCost: 60_000 },
}).protect().validationRules;

/** What an operation may ask for, beside GraphQL's own rules; the same over every transport. */
export function operationRules(introspection: boolean): ValidationRule[] {
  return introspection ? armor : [...armor, NoSchemaIntrospectionCustomRule];
}

/** Of the text of an operation. */
export const MAX_TOKENS = 2000;

/** Subscriptions and other operations that one WebSocket may have at once. */
export const MAX_OPERATIONS_PER_SOCKET = 32;

/** Bytes of an HTTP body or a WebSocket message. */
export const MAX_MESSAGE_BYTES = 256 * 1024;
