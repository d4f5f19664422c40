import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { RegionOfInterestConfigInput } from './regionInputs.js';

/** Mean and bounds of what was measured. */
@ObjectType({ description: 'Mean and bounds of a value during some time; percent, 0 to 100.' })
export class ValueRange {
  @Field(() => Float, { description: 'Mean of all measurements.' })
  mean!: number;

  @Field(() => Float, { description: 'The least.' })
  min!: number;

  @Field(() => Float, { description: 'The greatest.' })
  max!: number;
}

/** How some time was shared by the levels. */
@ObjectType({ description: 'Shares of the time at each level of occupancy; 0 to 1, together 1.' })
export class LevelShares {
  @Field(() => Float, { description: 'Above none of the bounds.' })
  none!: number;

  @Field(() => Float, { description: 'Above occupancyLevelMin.' })
  min!: number;

  @Field(() => Float, { description: 'Above occupancyLevelMed.' })
  med!: number;

  @Field(() => Float, { description: 'Above occupancyLevelMax.' })
  max!: number;
}

/** What was measured in a region during a bucket of time. */
@ObjectType({ description: 'What was measured in a region during some time.' })
export class SeriesBucket {
  @Field(() => ID, { description: 'The region.' })
  regionId!: string;

  @Field(() => GraphQLDateTime, {
    description: 'When it begins: a whole multiple of its length since 1970-01-01T00:00:00Z.',
  })
  at!: Date;

  @Field(() => Int, { description: 'Number of measurements, some a second.' })
  measurements!: number;

  @Field(() => ValueRange, { description: "Share of the region's area that the crowd covered." })
  occupancy!: ValueRange;

  @Field(() => ValueRange, {
    nullable: true,
    description: 'Share of the crowd that moved; null when nobody was there.',
  })
  fluidity!: ValueRange | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Mean direction; degrees clockwise from the top of the picture, 0 <= direction < 360; null without one.',
  })
  direction!: number | null;

  @Field(() => LevelShares, { description: 'How the time was shared by the levels.' })
  levels!: LevelShares;
}

/** A question what other thresholds would have done. */
@InputType({ description: 'Other thresholds for a region, and the time to try them on.' })
export class DryRunInput {
  @Field(() => ID, { defaultValue: 'main', description: 'The broadcast.' })
  broadcastId!: string;

  @Field(() => ID, { description: 'The region.' })
  regionId!: string;

  @Field(() => RegionOfInterestConfigInput, {
    description: "What shall be tried; what is left out is as the region's is now.",
  })
  config!: RegionOfInterestConfigInput;

  @Field(() => GraphQLDateTime, {
    description: 'Beginning; as far back as the series by the second is kept.',
  })
  from!: Date;

  @Field(() => GraphQLDateTime, { description: 'End; at most seven days behind from.' })
  to!: Date;
}

/** How often each level would have been reached. */
@ObjectType({ description: 'How often an event would have told each level.' })
export class DryRunCounts {
  @Field(() => Int, { description: 'All events.' })
  events!: number;

  @Field(() => Int, { description: 'Events that tell NONE.' })
  none!: number;

  @Field(() => Int, { description: 'Events that tell MIN.' })
  min!: number;

  @Field(() => Int, { description: 'Events that tell MED.' })
  med!: number;

  @Field(() => Int, { description: 'Events that tell MAX.' })
  max!: number;
}

/** What other thresholds would have done. */
@ObjectType({
  description:
    'What other thresholds would have done, from the means by the second. Frame counts are taken as at 25 pictures a second, and as at least one second.',
})
export class DryRun {
  @Field(() => Int, { description: 'Seconds that were measured in this time.' })
  measuredSeconds!: number;

  @Field(() => DryRunCounts, { description: 'Occupancy events with the thresholds to be tried.' })
  occupancy!: DryRunCounts;

  @Field(() => DryRunCounts, { description: 'Fluidity events with the thresholds to be tried.' })
  fluidity!: DryRunCounts;

  @Field(() => DryRunCounts, { description: 'The same for the present thresholds of the region.' })
  presentOccupancy!: DryRunCounts;

  @Field(() => DryRunCounts, { description: 'The same for the present thresholds of the region.' })
  presentFluidity!: DryRunCounts;
}
