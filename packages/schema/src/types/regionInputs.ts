import { Field, Float, ID, InputType, Int } from 'type-graphql';

/** A point of the picture, relative to its size. */
@InputType({ description: "A point of the picture, relative to the picture's size." })
export class RelativePointInput {
  @Field(() => Float, { description: '0 (left) to 1 (right).' })
  x!: number;

  @Field(() => Float, { description: '0 (top) to 1 (bottom).' })
  y!: number;
}

/** Thresholds and frame counts; what is left out has its default. */
@InputType({
  description: 'Thresholds and frame counts of a region; what is left out has its default.',
})
export class RegionOfInterestConfigInput {
  @Field(() => Int, { nullable: true, description: 'Percent, 0 to 100, below Med; default 10.' })
  occupancyLevelMin?: number | null;

  @Field(() => Int, { nullable: true, description: 'Percent, between Min and Max; default 35.' })
  occupancyLevelMed?: number | null;

  @Field(() => Int, { nullable: true, description: 'Percent, above Med, to 100; default 65.' })
  occupancyLevelMax?: number | null;

  @Field(() => Int, { nullable: true, description: 'Frames, 0 to 10000; default 5.' })
  occupancyNumFramesToEvent?: number | null;

  @Field(() => Int, { nullable: true, description: 'Percent, 0 to 100, below Med; default 10.' })
  fluidityLevelMin?: number | null;

  @Field(() => Int, { nullable: true, description: 'Percent, between Min and Max; default 35.' })
  fluidityLevelMed?: number | null;

  @Field(() => Int, { nullable: true, description: 'Percent, above Med, to 100; default 65.' })
  fluidityLevelMax?: number | null;

  @Field(() => Int, { nullable: true, description: 'Frames, 0 to 10000; default 5.' })
  fluidityNumFramesToEvent?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Measure the direction; default false.' })
  sendOpticalFlowEvent?: boolean | null;

  @Field(() => Int, { nullable: true, description: 'Frames, 0 to 10000; default 3.' })
  opticalFlowNumFramesToEvent?: number | null;

  @Field(() => Int, { nullable: true, description: 'Frames, 0 to 10000; default 3.' })
  opticalFlowNumFramesToReset?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Counter-clockwise rotation of the compass axes; degrees, -360 to 360, default 0.',
  })
  opticalFlowAngleOffset?: number | null;
}

/** A polygon in which the crowd shall be measured. */
@InputType({ description: 'A polygon of the picture in which the crowd shall be measured.' })
export class RegionOfInterestInput {
  @Field(() => ID, { description: 'Unique in the broadcast; 1 to 64 characters.' })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: 'A name for people, at most 100 characters.',
  })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'A colour for its border: #rrggbb.' })
  color?: string | null;

  @Field(() => [RelativePointInput], {
    description: '3 to 64 corners of a polygon with an area whose edges do not cross.',
  })
  points!: RelativePointInput[];

  @Field(() => RegionOfInterestConfigInput, {
    nullable: true,
    description: 'Thresholds and frame counts; the defaults when left out.',
  })
  config?: RegionOfInterestConfigInput | null;
}

/** All regions of a broadcast at once. */
@InputType({ description: 'All regions of a broadcast at once; they replace those it had.' })
export class SetRegionsOfInterestInput {
  @Field(() => ID, { defaultValue: 'main', description: 'The broadcast.' })
  broadcastId!: string;

  @Field(() => [RegionOfInterestInput], { description: 'At most 32; none switches measuring off.' })
  regions!: RegionOfInterestInput[];

  @Field(() => Int, {
    nullable: true,
    description:
      'Width of the picture that the detector works on; pixels, 160 to 1280. Kept when left out.',
  })
  processingWidth?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The revision that was edited: REVISION_CONFLICT when it is no longer the current one.',
  })
  expectedRevision?: number | null;
}
