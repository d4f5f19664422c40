import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchema } from 'type-graphql';
import type { AuthCheckerFn, PubSub } from 'type-graphql';
import type { CrowdlensContext } from './CrowdlensApi.js';
import { Mutations } from './operations/mutations.js';
import { Queries } from './operations/queries.js';
import { Subscriptions } from './operations/subscriptions.js';
import { DirectionEvent, FluidityEvent, OccupancyEvent } from './types/crowdEvent.js';

/** type-graphql wants one, but every subscription here brings its own stream. */
const noPubSub: PubSub = {
  publish: (topic) => {
    throw new Error(`Nothing is published by topic: ${topic}`);
  },
  subscribe: (topic) => {
    throw new Error(`Nothing is subscribed by topic: ${topic}`);
  },
};

const presenterOnly: AuthCheckerFn<CrowdlensContext> = ({ context }) => context.mayPresent();

/** The executable schema. Its root fields call the `CrowdlensApi` of the context. */
export function createSchema(): Promise<GraphQLSchema> {
  return buildSchema({
    resolvers: [Queries, Mutations, Subscriptions],
    // Reached through their interface only.
    orphanedTypes: [OccupancyEvent, FluidityEvent, DirectionEvent],
    authChecker: presenterOnly,
    pubSub: noPubSub,
    validate: false,
  });
}
