import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { CrowdlensContext } from '../CrowdlensApi.js';
import { Broadcast } from '../types/broadcast.js';
import { CrowdEventConnection, CrowdEventFilter } from '../types/crowdEvent.js';
import { IceServer } from '../types/session.js';

/** The root fields of Query. */
@Resolver()
export class Queries {
  @Query(() => Broadcast, {
    nullable: true,
    description: 'A broadcast; null when it is not known.',
  })
  broadcast(
    @Ctx() { api }: CrowdlensContext,
    @Arg('id', () => ID, { defaultValue: 'main', description: 'The broadcast.' }) id: string,
  ): Broadcast | null {
    return api.broadcast(id);
  }

  @Query(() => [Broadcast], { description: 'All broadcasts, in the order of their making.' })
  broadcasts(@Ctx() { api }: CrowdlensContext): Broadcast[] {
    return api.broadcasts();
  }

  @Query(() => CrowdEventConnection, {
    description:
      'The events of a broadcast, oldest first, as far back as they are kept. Give `first` (and `after`) or `last` (and `before`), 1 to 500; without either it is `first: 50`.',
  })
  crowdEvents(
    @Ctx() { api }: CrowdlensContext,
    @Arg('broadcastId', () => ID, { defaultValue: 'main', description: 'The broadcast.' })
    broadcastId: string,
    @Arg('filter', () => CrowdEventFilter, { nullable: true, description: 'Which events.' })
    filter: CrowdEventFilter | null,
    @Arg('first', () => Int, { nullable: true, description: 'At most so many from the start.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Only events behind this cursor.' })
    after: string | null,
    @Arg('last', () => Int, { nullable: true, description: 'At most so many from the end.' })
    last: number | null,
    @Arg('before', () => String, { nullable: true, description: 'Only events before this cursor.' })
    before: string | null,
  ): Promise<CrowdEventConnection> {
    return api.crowdEvents({ broadcastId, filter, first, after, last, before });
  }

  @Query(() => [IceServer], { description: 'The STUN and TURN servers that clients should use.' })
  iceServers(@Ctx() { api }: CrowdlensContext): IceServer[] {
    return api.iceServers();
  }
}
