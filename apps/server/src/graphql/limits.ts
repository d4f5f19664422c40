import { ApolloArmor } from '@escape.tech/graphql-armor';

/** What an operation may ask for; the same on HTTP and WebSocket. */
export const operationRules = new ApolloArmor({
  maxDepth: { n: 10 },
  maxAliases: { n: 20 },
  maxDirectives: { n: 20 },
  costLimit: { maxCost: 5000 },
}).protect().validationRules;

/** Of the text of an operation. */
export const MAX_TOKENS = 2000;

/** Subscriptions and other operations that one WebSocket may have at once. */
export const MAX_OPERATIONS_PER_SOCKET = 32;

/** Bytes of an HTTP body or a WebSocket message. */
export const MAX_MESSAGE_BYTES = 256 * 1024;
