import { GraphQLDateTime } from 'graphql-scalars';
import {
  Field,
  Float,
  ID,
  InputType,
  Int,
  InterfaceType,
  ObjectType,
  registerEnumType,
} from 'type-graphql';

/** How much of something there is, after the thresholds of a region. */
export enum CrowdLevel {
  NONE = 'NONE',
  MIN = 'MIN',
  MED = 'MED',
  MAX = 'MAX',
}
registerEnumType(CrowdLevel, {
  name: 'CrowdLevel',
  description:
    'How much of something there is: above no bound of the region, or above its Min, Med or Max.',
});

/** What an event is about. */
export enum CrowdEventKind {
  OCCUPANCY = 'OCCUPANCY',
  FLUIDITY = 'FLUIDITY',
  DIRECTION = 'DIRECTION',
}
registerEnumType(CrowdEventKind, {
  name: 'CrowdEventKind',
  description: 'What an event is about.',
  valuesConfig: {
    OCCUPANCY: { description: "How much of the region's area the crowd covers." },
    FLUIDITY: { description: 'How much of the crowd moves.' },
    DIRECTION: { description: 'Where the crowd moves to.' },
  },
});

/** The eight main points of the compass; north is the top of the picture. */
export enum CompassPoint {
  N = 'N',
  NE = 'NE',
  E = 'E',
  SE = 'SE',
  S = 'S',
  SW = 'SW',
  W = 'W',
  NW = 'NW',
}
registerEnumType(CompassPoint, {
  name: 'CompassPoint',
  description:
    "The eight points of the compass. N is the top of the picture, turned by the region's opticalFlowAngleOffset.",
});

/** What every crowd event has. */
@InterfaceType({
  description: 'Something that the detector noticed in a region.',
  resolveType: (event: CrowdEvent) => event.typeName,
})
export abstract class CrowdEvent {
  /** Name of the GraphQL type that this event is. */
  abstract readonly typeName: 'OccupancyEvent' | 'FluidityEvent' | 'DirectionEvent';

  @Field(() => ID, { description: 'Unique over all broadcasts and restarts.' })
  id!: string;

  @Field(() => ID, { description: 'The broadcast it happened in.' })
  broadcastId!: string;

  @Field(() => ID, { description: 'The region it happened in.' })
  regionId!: string;

  @Field(() => Int, {
    description:
      'Number of the event in its broadcast: 1, 2, 3 …; goes on after a restart of the server.',
  })
  sequence!: number;

  @Field(() => GraphQLDateTime, {
    description:
      'When it was noticed, to the millisecond; never before the event of the number before.',
  })
  at!: Date;

  @Field(() => Int, { description: 'The revision of the regions that it was measured with.' })
  revision!: number;
}

/** The level of occupancy changed. */
@ObjectType({
  implements: CrowdEvent,
  description: 'The level of occupancy of a region has changed.',
})
export class OccupancyEvent extends CrowdEvent {
  readonly typeName = 'OccupancyEvent';

  @Field(() => Float, {
    description: "Share of the region's area that the crowd covers; percent, 0 to 100.",
  })
  percentage!: number;

  @Field(() => CrowdLevel, { description: 'The new level.' })
  level!: CrowdLevel;

  @Field(() => CrowdLevel, { description: 'The level before.' })
  previousLevel!: CrowdLevel;
}

/** The level of fluidity changed. */
@ObjectType({
  implements: CrowdEvent,
  description: 'The level of movement in a region has changed.',
})
export class FluidityEvent extends CrowdEvent {
  readonly typeName = 'FluidityEvent';

  @Field(() => Float, {
    description:
      'Share of the crowd that moves; percent: 0 everybody stands (or nobody is there), 100 everybody moves.',
  })
  percentage!: number;

  @Field(() => CrowdLevel, { description: 'The new level.' })
  level!: CrowdLevel;

  @Field(() => CrowdLevel, { description: 'The level before.' })
  previousLevel!: CrowdLevel;
}

/** The crowd moves in a new direction. */
@ObjectType({
  implements: CrowdEvent,
  description: 'The crowd of a region moves in a new direction.',
})
export class DirectionEvent extends CrowdEvent {
  readonly typeName = 'DirectionEvent';

  @Field(() => Float, {
    description: 'As measured; degrees clockwise from the top of the picture, 0 <= angle < 360.',
  })
  angle!: number;

  @Field(() => CompassPoint, { description: "The nearest point of the region's compass." })
  compass!: CompassPoint;
}

/** Which events are wanted; all conditions must hold. */
@InputType({ description: 'Which events are wanted: all conditions given must hold.' })
export class CrowdEventFilter {
  @Field(() => [ID], { nullable: true, description: 'Events of these regions.' })
  regionIds?: string[] | null;

  @Field(() => [CrowdEventKind], { nullable: true, description: 'Events of these kinds.' })
  kinds?: CrowdEventKind[] | null;

  @Field(() => CrowdLevel, {
    nullable: true,
    description:
      'Occupancy and fluidity events of at least this level; direction events have none and pass.',
  })
  minLevel?: CrowdLevel | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Events at or after it.' })
  from?: Date | null;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Events before it.' })
  to?: Date | null;
}

/** Where a page lies among all events. */
@ObjectType({ description: 'Where a page lies (Relay cursor connections).' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there are events after this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether there are events before this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first event.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last event.' })
  endCursor!: string | null;
}

/** An event and its place. */
@ObjectType({ description: 'An event and its place among the others.' })
export class CrowdEventEdge {
  @Field(() => String, { description: 'For after and before.' })
  cursor!: string;

  @Field(() => CrowdEvent, { description: 'The event.' })
  node!: CrowdEvent;
}

/** A page of the history. */
@ObjectType({
  description: 'A page of the history, oldest event first (Relay cursor connections).',
})
export class CrowdEventConnection {
  @Field(() => [CrowdEventEdge], { description: 'The events of the page.' })
  edges!: CrowdEventEdge[];

  @Field(() => PageInfo, { description: 'Where the page lies.' })
  pageInfo!: PageInfo;
}

/** What the subscription to crowd events delivers. */
@ObjectType({
  description:
    'A message of the subscription crowdEvents: an event, or the note that some were missed.',
})
export class CrowdEventMessage {
  @Field(() => String, {
    description: 'Give the last one as `after` to go on behind this message.',
  })
  cursor!: string;

  @Field(() => CrowdEvent, {
    nullable: true,
    description: 'The event; null when the message only says that some were missed.',
  })
  event!: CrowdEvent | null;

  @Field(() => Int, {
    description:
      'Events that are no longer kept and were missed just before this message (of all kinds and regions); when event is null, 0 means an unknown number.',
  })
  skipped!: number;
}
