import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Recording } from './recording.js';

/** Where a broadcast is in its life. */
export enum BroadcastState {
  IDLE = 'IDLE',
  STARTING = 'STARTING',
  LIVE = 'LIVE',
  INTERRUPTED = 'INTERRUPTED',
}
registerEnumType(BroadcastState, {
  name: 'BroadcastState',
  description: 'Where a broadcast is in its life.',
  valuesConfig: {
    IDLE: { description: 'Nobody gives a picture.' },
    STARTING: { description: 'A source has been negotiated, its first picture is awaited.' },
    LIVE: { description: 'Pictures flow.' },
    INTERRUPTED: {
      description: 'The presenter is away for a moment and may come back; viewers stay connected.',
    },
  },
});

/** What gives a broadcast its picture. */
export enum BroadcastSource {
  PRESENTER = 'PRESENTER',
  PLAYER = 'PLAYER',
}
registerEnumType(BroadcastSource, {
  name: 'BroadcastSource',
  description: 'What gives a broadcast its picture.',
  valuesConfig: {
    PRESENTER: { description: 'A camera over WebRTC.' },
    PLAYER: { description: 'A file, a URI or the built-in demo crowd.' },
  },
});

/** What is drawn on the processed stream. */
export enum OverlayMode {
  FULL = 'FULL',
  REGIONS_ONLY = 'REGIONS_ONLY',
  NONE = 'NONE',
  PRIVACY = 'PRIVACY',
}
registerEnumType(OverlayMode, {
  name: 'OverlayMode',
  description: 'What is drawn on the processed stream.',
  valuesConfig: {
    FULL: {
      description:
        'Red over crowd that stands or moves slowly, blue over crowd that moves, and the borders of the regions.',
    },
    REGIONS_ONLY: { description: 'The borders of the regions.' },
    NONE: { description: 'Nothing: the picture as it came.' },
    PRIVACY: {
      description:
        'People as flat silhouettes, red and blue inside the regions and grey outside, in a picture that is blurred until nobody can be recognised; and the borders of the regions.',
    },
  },
});

/** A point of the picture, relative to its size. */
@ObjectType({ description: "A point of the picture, relative to the picture's size." })
export class RelativePoint {
  @Field(() => Float, { description: '0 (left) to 1 (right).' })
  x!: number;

  @Field(() => Float, { description: '0 (top) to 1 (bottom).' })
  y!: number;
}

/** The twelve parameters of Kurento's `crowddetector.RegionOfInterestConfig`. */
@ObjectType({
  description: 'What counts as crowded or moving in a region, and when it is an event.',
})
export class RegionOfInterestConfig {
  @Field(() => Int, { description: 'Occupancy above it is level MIN; percent, 0 to 100.' })
  occupancyLevelMin!: number;

  @Field(() => Int, { description: 'Occupancy above it is level MED; percent, 0 to 100.' })
  occupancyLevelMed!: number;

  @Field(() => Int, { description: 'Occupancy above it is level MAX; percent, 0 to 100.' })
  occupancyLevelMax!: number;

  @Field(() => Int, { description: 'Frames that a new occupancy level must last to be an event.' })
  occupancyNumFramesToEvent!: number;

  @Field(() => Int, { description: 'Fluidity above it is level MIN; percent, 0 to 100.' })
  fluidityLevelMin!: number;

  @Field(() => Int, { description: 'Fluidity above it is level MED; percent, 0 to 100.' })
  fluidityLevelMed!: number;

  @Field(() => Int, { description: 'Fluidity above it is level MAX; percent, 0 to 100.' })
  fluidityLevelMax!: number;

  @Field(() => Int, { description: 'Frames that a new fluidity level must last to be an event.' })
  fluidityNumFramesToEvent!: number;

  @Field(() => Boolean, { description: 'Whether the direction of movement is measured.' })
  sendOpticalFlowEvent!: boolean;

  @Field(() => Int, { description: 'Frames that a new direction must last to be an event.' })
  opticalFlowNumFramesToEvent!: number;

  @Field(() => Int, {
    description: 'Frames without a direction after which the last one is forgotten.',
  })
  opticalFlowNumFramesToReset!: number;

  @Field(() => Int, {
    description: 'Counter-clockwise rotation of the compass axes; degrees, -360 to 360.',
  })
  opticalFlowAngleOffset!: number;
}

/** A polygon in which the crowd is measured. */
@ObjectType({ description: 'A polygon of the picture in which the crowd is measured.' })
export class RegionOfInterest {
  @Field(() => ID, { description: 'Unique in its broadcast.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'A name for people.' })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'A colour for its border: #rrggbb.' })
  color!: string | null;

  @Field(() => [RelativePoint], {
    description: 'At least three corners; the last joins the first.',
  })
  points!: RelativePoint[];

  @Field(() => RegionOfInterestConfig, { description: 'Thresholds and frame counts.' })
  config!: RegionOfInterestConfig;
}

/** One live stream with its presenter, viewers, regions and events. */
@ObjectType({
  description: 'One live stream with its presenter, its viewers, its regions and its events.',
})
export class Broadcast {
  @Field(() => ID, { description: '1 to 64 letters, digits, "-" or "_".' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'A title for people.' })
  title!: string | null;

  @Field(() => BroadcastState, { description: 'Where the broadcast is in its life.' })
  state!: BroadcastState;

  @Field(() => BroadcastSource, {
    nullable: true,
    description:
      'Who gives the picture: PRESENTER (a camera over WebRTC), PLAYER (a file, URI or demo:crowd); null when idle.',
  })
  source!: BroadcastSource | null;

  @Field(() => Int, { description: 'Viewers with a session; the presenter is not one of them.' })
  viewerCount!: number;

  @Field(() => Int, {
    description:
      'Grows by one with each change of the regions; events carry the revision they were measured with.',
  })
  revision!: number;

  @Field(() => [RegionOfInterest], { description: 'Where the crowd is measured; at most 32.' })
  regions!: RegionOfInterest[];

  @Field(() => Int, {
    description: 'Width of the picture that the detector works on; pixels, 160 to 1280.',
  })
  processingWidth!: number;

  @Field(() => OverlayMode, { description: 'What is drawn on the processed stream.' })
  overlay!: OverlayMode;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When the present source went live; null before.',
  })
  startedAt!: Date | null;

  @Field(() => Recording, {
    nullable: true,
    description: 'The recording that is being made of it; null while there is none.',
  })
  recording!: Recording | null;
}

/** The regions that a broadcast has, or had once. */
@ObjectType({ description: 'The regions of a broadcast as they were for some time.' })
export class RegionsRevision {
  @Field(() => Int, { description: 'Its number; events name it.' })
  revision!: number;

  @Field(() => GraphQLDateTime, { description: 'When it came into force.' })
  at!: Date;

  @Field(() => String, {
    description:
      'Who made it: the name in the token, "anonymous" without one, "default" for the first.',
  })
  actor!: string;

  @Field(() => [RegionOfInterest], { description: 'The regions.' })
  regions!: readonly RegionOfInterest[];

  @Field(() => Int, { description: 'Width of the picture that the detector worked on; pixels.' })
  processingWidth!: number;
}
