import { ApolloArmor } from '@escape.tech/graphql-armor';
import { GraphQLError, NoSchemaIntrospectionCustomRule } from 'graphql';
import type { SelectionNode, ValidationRule } from 'graphql';
import { storableTexts } from './storableTexts.js';

const armor = new ApolloArmor({
  maxDepth: { n: 10 },
  maxAliases: { n: 20 },
  maxDirectives: { n: 20 },
  // A page of 500 events with all their fields comes to 52,000.
  costLimit: { maxCost: 60_000 },
}).protect().validationRules;

/** Without its only field graphql-js cannot execute a subscription; GraphQL forbids that since September 2025 (5.2.4.1). */
const wholeSubscription: ValidationRule = (context) => {
  const subscription = context.getSchema().getSubscriptionType();
  const check = (node: SelectionNode) => {
    if (context.getParentType() !== subscription) return;
    const isConditional = node.directives?.some(({ name }) => /^(skip|include)$/.test(name.value));
    if (!isConditional) return;
    const message = 'The field of a subscription must have neither @skip nor @include.';
    context.reportError(new GraphQLError(message, { nodes: node }));
  };
  return { Field: check, FragmentSpread: check, InlineFragment: check };
};

/** What an operation may ask for, beside GraphQL's own rules; the same over every transport. */
export function operationRules(introspection: boolean): ValidationRule[] {
  const rules = [...armor, wholeSubscription, storableTexts];
  return introspection ? rules : [...rules, NoSchemaIntrospectionCustomRule];
}

/** Of the text of an operation. */
export const MAX_TOKENS = 2000;

/** Subscriptions and other operations that one WebSocket may have at once. */
export const MAX_OPERATIONS_PER_SOCKET = 32;

/** Bytes of an HTTP body or a WebSocket message. */
export const MAX_MESSAGE_BYTES = 256 * 1024;

/** Bytes that may wait for the client of a WebSocket who goes on sending, but takes nothing. */
export const MAX_UNREAD_BYTES = 4 * 1024 * 1024;
