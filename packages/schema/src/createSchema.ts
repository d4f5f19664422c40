import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { buildSchema } from 'type-graphql';
import type { AuthCheckerFn, PubSub } from 'type-graphql';
import type { CrowdlensContext } from './CrowdlensApi.js';
import { AlertOperations } from './operations/alerts.js';
import { Mutations } from './operations/mutations.js';
import { Queries } from './operations/queries.js';
import { RecordedEvents, RecordingOperations } from './operations/recordings.js';
import { Subscriptions } from './operations/subscriptions.js';
import { ShareLinkOperations } from './operations/shareLinks.js';
import { WebhookOperations } from './operations/webhooks.js';
import type { Role } from './types/access.js';
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

/** `@Authorized(Role.X)` names the least role that is needed. */
const checkRole: AuthCheckerFn<CrowdlensContext, Role> = ({ context }, roles) => {
  roles.forEach((role) => context.require(role));
  return true;
};

/** The executable schema. Its root fields call the `CrowdlensApi` of the context. */
export function createSchema(): Promise<GraphQLSchema> {
  return buildSchema({
    resolvers: [
      Queries,
      Mutations,
      Subscriptions,
      AlertOperations,
      WebhookOperations,
      ShareLinkOperations,
      RecordingOperations,
      RecordedEvents,
    ],
    // Reached through their interface only.
    orphanedTypes: [OccupancyEvent, FluidityEvent, DirectionEvent],
    authChecker: checkRole,
    pubSub: noPubSub,
    validate: false,
  });
}
