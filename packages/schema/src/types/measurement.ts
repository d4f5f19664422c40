import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, ID, ObjectType } from 'type-graphql';
import { CompassPoint, CrowdLevel } from './crowdEvent.js';

/** The present values of one region. */
@ObjectType({ description: 'The present values of one region.' })
export class Measurement {
  @Field(() => ID, { description: 'The region.' })
  regionId!: string;

  @Field(() => Float, {
    description: "Share of the region's area that the crowd covers; percent, 0 to 100.",
  })
  occupancy!: number;

  @Field(() => CrowdLevel, { description: 'Level of the last occupancy event.' })
  occupancyLevel!: CrowdLevel;

  @Field(() => Float, {
    nullable: true,
    description: 'Share of the crowd that moves; percent, 0 to 100; null when nobody is there.',
  })
  fluidity!: number | null;

  @Field(() => CrowdLevel, { description: 'Level of the last fluidity event.' })
  fluidityLevel!: CrowdLevel;

  @Field(() => Float, {
    nullable: true,
    description:
      'Degrees clockwise from the top of the picture; null when there is none or it is not measured.',
  })
  direction!: number | null;

  @Field(() => CompassPoint, {
    nullable: true,
    description: "The nearest point of the region's compass.",
  })
  compass!: CompassPoint | null;
}

/** The present values of all regions. */
@ObjectType({ description: 'The values of all regions at one moment.' })
export class MeasurementFrame {
  @Field(() => ID, { description: 'The broadcast.' })
  broadcastId!: string;

  @Field(() => GraphQLDateTime, { description: 'When they were measured.' })
  at!: Date;

  @Field(() => [Measurement], { description: 'In the order of the regions.' })
  regions!: Measurement[];
}
