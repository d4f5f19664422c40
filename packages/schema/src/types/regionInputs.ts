import { Field, Float, ID, InputType, Int } from 'type-graphql';

const EXPECTED_REVISION =
  'The revision that was edited: REVISION_CONFLICT, with the present regions in extensions.present, when it is no longer the current one.';

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
    description: EXPECTED_REVISION,
  })
  expectedRevision?: number | null;
}

/** One more region. */
@InputType({ description: 'One more region for a broadcast.' })
export class AddRegionOfInterestInput {
  @Field(() => ID, { defaultValue: 'main', description: 'The broadcast.' })
  broadcastId!: string;

  @Field(() => RegionOfInterestInput, { description: 'The region; its id must be a new one.' })
  region!: RegionOfInterestInput;

  @Field(() => Int, { nullable: true, description: EXPECTED_REVISION })
  expectedRevision?: number | null;
}

/** Changes of one region. */
@InputType({ description: 'Changes of one region; what is left out stays as it is.' })
export class UpdateRegionOfInterestInput {
  @Field(() => ID, { defaultValue: 'main', description: 'The broadcast.' })
  broadcastId!: string;

  @Field(() => ID, { description: 'The region.' })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: 'A name for people, at most 100 characters; null takes it away.',
  })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'A colour for its border: #rrggbb; null takes it away.',
  })
  color?: string | null;

  @Field(() => [RelativePointInput], {
    nullable: true,
    description: '3 to 64 corners of a polygon with an area whose edges do not cross.',
  })
  points?: RelativePointInput[] | null;

  @Field(() => RegionOfInterestConfigInput, {
    nullable: true,
    description: 'Thresholds and frame counts that shall change.',
  })
  config?: RegionOfInterestConfigInput | null;

  @Field(() => Int, { nullable: true, description: EXPECTED_REVISION })
  expectedRevision?: number | null;
}

/** One region less. */
@InputType({ description: 'A region that shall no longer be measured.' })
export class RemoveRegionOfInterestInput {
  @Field(() => ID, { defaultValue: 'main', description: 'The broadcast.' })
  broadcastId!: string;

  @Field(() => ID, { description: 'The region.' })
  id!: string;

  @Field(() => Int, { nullable: true, description: EXPECTED_REVISION })
  expectedRevision?: number | null;
}

/** Regions of former times. */
@InputType({ description: 'Former regions that shall be in force again, as a new revision.' })
export class RestoreRegionsOfInterestInput {
  @Field(() => ID, { defaultValue: 'main', description: 'The broadcast.' })
  broadcastId!: string;

  @Field(() => Int, { description: 'The revision whose regions are wanted, see regionHistory.' })
  revision!: number;

  @Field(() => Int, { nullable: true, description: EXPECTED_REVISION })
  expectedRevision?: number | null;
}
