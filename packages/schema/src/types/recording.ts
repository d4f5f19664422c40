import { GraphQLDateTime } from 'graphql-scalars';
import { Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { PageInfo } from './crowdEvent.js';

/** Whether a recording still grows. */
export enum RecordingState {
  RECORDING = 'RECORDING',
  ENDED = 'ENDED',
}
registerEnumType(RecordingState, {
  name: 'RecordingState',
  description: 'Whether a recording still grows.',
  valuesConfig: {
    RECORDING: { description: 'It is being written.' },
    ENDED: { description: 'Nothing is added any more.' },
  },
});

/** Why a recording has ended. */
export enum RecordingEnding {
  STOPPED = 'STOPPED',
  OFF_AIR = 'OFF_AIR',
  MAX_LENGTH = 'MAX_LENGTH',
  MAX_SIZE = 'MAX_SIZE',
  DISK_FULL = 'DISK_FULL',
  MEDIA_SERVER_LOST = 'MEDIA_SERVER_LOST',
  SERVER_LOST = 'SERVER_LOST',
  FAILED = 'FAILED',
}
registerEnumType(RecordingEnding, {
  name: 'RecordingEnding',
  description:
    'Why a recording has ended. What was recorded until then can be watched in any case.',
  valuesConfig: {
    STOPPED: { description: 'Somebody stopped it.' },
    OFF_AIR: { description: 'The broadcast went off the air.' },
    MAX_LENGTH: { description: 'It became as long as recordings may be.' },
    MAX_SIZE: { description: 'It became as large as recordings may be.' },
    DISK_FULL: { description: 'The disk has no more room for recordings.' },
    MEDIA_SERVER_LOST: {
      description: 'The media server died; the next picture of the broadcast begins another one.',
    },
    SERVER_LOST: { description: 'The server was killed.' },
    FAILED: { description: "It could not be written; the server's log says why." },
  },
});

/** The processed picture of a broadcast with its sound, for some time, in a file. */
@ObjectType({
  description:
    'The processed picture of a broadcast with its sound, as viewers saw it, in a WebM file (VP8, Opus).',
})
export class Recording {
  @Field(() => ID, { description: 'Unique over all broadcasts; also the name of the file.' })
  id!: string;

  @Field(() => ID, { description: 'The broadcast.' })
  broadcastId!: string;

  @Field(() => RecordingState, { description: 'Whether it still grows.' })
  state!: RecordingState;

  @Field(() => GraphQLDateTime, { description: 'When its first picture was taken.' })
  startedAt!: Date;

  @Field(() => String, {
    description: 'Who began it: the name in the token, "anonymous" without one.',
  })
  startedBy!: string;

  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it ended; null before.' })
  endedAt!: Date | null;

  @Field(() => RecordingEnding, { nullable: true, description: 'Why it ended; null before.' })
  ending!: RecordingEnding | null;

  @Field(() => Int, {
    description:
      'Its length; milliseconds. While the presenter was away, the last picture stands: an offset is a time.',
  })
  lengthMs!: number;

  @Field(() => Float, { description: 'Size of the file; bytes, a whole number.' })
  bytes!: number;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description:
      'When it will be deleted, if not sooner for want of room; null while it is recorded.',
  })
  keptUntil!: Date | null;
}

/** A place in a recording. */
@ObjectType({ description: 'A place in a recording.' })
export class RecordingMoment {
  @Field(() => Recording, { description: 'The recording.' })
  recording!: Recording;

  @Field(() => Int, { description: 'From its beginning; milliseconds.' })
  offsetMs!: number;
}

/** What shall be recorded. */
@InputType({ description: 'What shall be recorded.' })
export class StartRecordingInput {
  @Field(() => ID, { defaultValue: 'main', description: 'The broadcast; it must be LIVE.' })
  broadcastId!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'When it shall end by itself; seconds, 1 to what RECORDING_MAX_MINUTES of the server allows, which is also the default.',
  })
  maxSeconds?: number | null;
}

/** A recording and its place. */
@ObjectType({ description: 'A recording and its place among the others.' })
export class RecordingEdge {
  @Field(() => String, { description: 'For after and before.' })
  cursor!: string;

  @Field(() => Recording, { description: 'The recording.' })
  node!: Recording;
}

/** A page of the recordings. */
@ObjectType({
  description: 'A page of the recordings, the oldest first (Relay cursor connections).',
})
export class RecordingConnection {
  @Field(() => [RecordingEdge], { description: 'The recordings of the page.' })
  edges!: RecordingEdge[];

  @Field(() => PageInfo, { description: 'Where the page lies.' })
  pageInfo!: PageInfo;
}
