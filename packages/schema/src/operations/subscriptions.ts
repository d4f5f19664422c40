import { Arg, ID, Int, Resolver, Root, Subscription } from 'type-graphql';
import type { ArgsDictionary, SubscribeResolverData } from 'type-graphql';
import type { CrowdlensContext } from '../CrowdlensApi.js';
import { Broadcast } from '../types/broadcast.js';
import { CrowdEventFilter, CrowdEventMessage } from '../types/crowdEvent.js';
import { MeasurementFrame } from '../types/measurement.js';
import { IceCandidate } from '../types/session.js';

type Subscribe = SubscribeResolverData<unknown, ArgsDictionary, CrowdlensContext>;

/** The root fields of Subscription. */
@Resolver()
export class Subscriptions {
  @Subscription(() => CrowdEventMessage, {
    description:
      'The crowd events of a broadcast as they happen. With `after`, first all events behind that cursor, without gap or duplicate. A client that is too slow gets a message without event that says how many were left out, and can subscribe again with the last cursor before it.',
    subscribe: ({ args, context }: Subscribe) =>
      context.api.watchCrowdEvents(args.broadcastId, args.filter, args.after),
  })
  crowdEvents(
    @Root() message: CrowdEventMessage,
    @Arg('broadcastId', () => ID, { defaultValue: 'main', description: 'The broadcast.' })
    _broadcastId: string,
    @Arg('filter', () => CrowdEventFilter, { nullable: true, description: 'Which events.' })
    _filter: CrowdEventFilter | null,
    @Arg('after', () => String, {
      nullable: true,
      description: 'Cursor of the last message that was seen.',
    })
    _after: string | null,
  ): CrowdEventMessage {
    return message;
  }

  @Subscription(() => MeasurementFrame, {
    description: 'The present values of all regions, the newest first known ones at once.',
    subscribe: ({ args, context }: Subscribe) =>
      context.api.watchMeasurements(args.broadcastId, args.throttleMs ?? 0, args.regionIds),
  })
  measurements(
    @Root() frame: MeasurementFrame,
    @Arg('broadcastId', () => ID, { defaultValue: 'main', description: 'The broadcast.' })
    _broadcastId: string,
    @Arg('throttleMs', () => Int, {
      nullable: true,
      defaultValue: 200,
      description:
        'Least time between two messages; milliseconds, 0 to 60000. The newest values win.',
    })
    _throttleMs: number | null,
    @Arg('regionIds', () => [ID], {
      nullable: true,
      description: 'Only these regions, at most 32; all when left out.',
    })
    _regionIds: string[] | null,
  ): MeasurementFrame {
    return frame;
  }

  @Subscription(() => Broadcast, {
    description: 'The broadcast as it is, then after each change. The newest state wins.',
    subscribe: ({ args, context }: Subscribe) => context.api.watchBroadcast(args.id),
  })
  broadcastChanged(
    @Root() broadcast: Broadcast,
    @Arg('id', () => ID, { defaultValue: 'main', description: 'The broadcast.' }) _id: string,
  ): Broadcast {
    return broadcast;
  }

  @Subscription(() => IceCandidate, {
    description:
      "The media server's ICE candidates for a session, also those found before. Ends with the last one, or with the session.",
    subscribe: ({ args, context }: Subscribe) => context.api.watchIceCandidates(args.sessionId),
  })
  iceCandidate(
    @Root() candidate: IceCandidate,
    @Arg('sessionId', () => ID, { description: 'The session.' }) _sessionId: string,
  ): IceCandidate {
    return candidate;
  }
}
