import { GraphQLDateTime } from 'graphql-scalars';
import { Arg, Args, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { CrowdlensContext } from '../CrowdlensApi.js';
import { Role } from '../types/access.js';
import { Broadcast, RegionsRevision } from '../types/broadcast.js';
import { CrowdEventConnection, CrowdEventFilter } from '../types/crowdEvent.js';
import { DryRun, DryRunInput, SeriesBucket } from '../types/series.js';
import { ServerInfo } from '../types/serverInfo.js';
import { IceServer } from '../types/session.js';
import { PageArgs } from '../types/page.js';

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
    @Args(() => PageArgs) { first, after, last, before }: PageArgs,
  ): Promise<CrowdEventConnection> {
    return api.crowdEvents({ broadcastId, filter, first, after, last, before });
  }

  @Query(() => String, {
    description:
      'The place behind the newest crowd event. Given as `after` to the subscription crowdEvents, nothing that happens from now on is missed, not even while it is being set up.',
  })
  eventCursor(
    @Ctx() { api }: CrowdlensContext,
    @Arg('broadcastId', () => ID, { defaultValue: 'main', description: 'The broadcast.' })
    broadcastId: string,
  ): string {
    return api.eventCursor(broadcastId);
  }

  @Query(() => [SeriesBucket], {
    description:
      'What was measured in a region, by buckets of time; those without a measurement are left out. At most 2,000 buckets.',
  })
  series(
    @Ctx() { api }: CrowdlensContext,
    @Arg('regionId', () => ID, { description: 'The region.' }) regionId: string,
    @Arg('from', () => GraphQLDateTime, { description: 'Beginning.' }) from: Date,
    @Arg('to', () => GraphQLDateTime, { description: 'End, not included.' }) to: Date,
    @Arg('bucket', () => Int, {
      description:
        'Length of a bucket; seconds, 1 to 604800. Of whole minutes as far back as events are kept, else as far as serverInfo says.',
    })
    bucketSeconds: number,
    @Arg('broadcastId', () => ID, { defaultValue: 'main', description: 'The broadcast.' })
    broadcastId: string,
  ): Promise<SeriesBucket[]> {
    return api.series({ broadcastId, regionId, from, to, bucketSeconds });
  }

  @Query(() => [SeriesBucket], {
    description: 'The periods with the highest mean occupancy, the busiest first.',
  })
  busiest(
    @Ctx() { api }: CrowdlensContext,
    @Arg('from', () => GraphQLDateTime, { description: 'Beginning.' }) from: Date,
    @Arg('to', () => GraphQLDateTime, { description: 'End, not included.' }) to: Date,
    @Arg('bucket', () => Int, {
      defaultValue: 900,
      description: 'Length of a period; seconds, whole minutes, 60 to 604800.',
    })
    bucketSeconds: number,
    @Arg('first', () => Int, { defaultValue: 10, description: 'How many; 1 to 100.' })
    first: number,
    @Arg('regionId', () => ID, { nullable: true, description: 'One region; all when left out.' })
    regionId: string | null,
    @Arg('broadcastId', () => ID, { defaultValue: 'main', description: 'The broadcast.' })
    broadcastId: string,
  ): Promise<SeriesBucket[]> {
    return api.busiest({ broadcastId, regionId, from, to, bucketSeconds, first });
  }

  @Query(() => [RegionsRevision], {
    description: 'The revisions of the regions of a broadcast, the newest first.',
  })
  regionHistory(
    @Ctx() { api }: CrowdlensContext,
    @Arg('first', () => Int, { defaultValue: 20, description: 'How many; 1 to 100.' })
    first: number,
    @Arg('before', () => Int, { nullable: true, description: 'Only revisions before this one.' })
    before: number | null,
    @Arg('broadcastId', () => ID, { defaultValue: 'main', description: 'The broadcast.' })
    broadcastId: string,
  ): Promise<RegionsRevision[]> {
    return api.regionHistory({ broadcastId, first, before });
  }

  @Query(() => DryRun, {
    description:
      'How often other thresholds of a region would have made an event during a past time.',
  })
  dryRun(
    @Ctx() { api }: CrowdlensContext,
    @Arg('input', () => DryRunInput, { description: 'What to try.' }) input: DryRunInput,
  ): Promise<DryRun> {
    return api.dryRun(input);
  }

  @Query(() => ServerInfo, { description: 'What this server is and can do.' })
  serverInfo(@Ctx() { api }: CrowdlensContext): ServerInfo {
    return api.serverInfo();
  }

  @Query(() => Role, { description: 'What the caller may do.' })
  role(@Ctx() { role }: CrowdlensContext): Role {
    return role;
  }

  @Query(() => [IceServer], { description: 'The STUN and TURN servers that clients should use.' })
  iceServers(@Ctx() { api }: CrowdlensContext): IceServer[] {
    return api.iceServers();
  }
}
