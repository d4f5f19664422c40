import {
  Arg,
  Args,
  Authorized,
  Ctx,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { CrowdlensContext } from '../CrowdlensApi.js';
import { Role } from '../types/access.js';
import { CrowdEvent, CrowdEventConnection } from '../types/crowdEvent.js';
import {
  Recording,
  RecordingConnection,
  RecordingMoment,
  StartRecordingInput,
} from '../types/recording.js';
import { PageArgs } from '../types/page.js';

/** The root fields about recordings, and the fields of a recording that the server works out. */
@Resolver(() => Recording)
export class RecordingOperations {
  @Query(() => RecordingConnection, {
    description:
      'The recordings of a broadcast, or of all, oldest first. Give `first` (and `after`) or `last` (and `before`), 1 to 500; without either it is `first: 50`.',
  })
  recordings(
    @Ctx() { api }: CrowdlensContext,
    @Arg('broadcastId', () => ID, { nullable: true, description: 'Only of this broadcast.' })
    broadcastId: string | null,
    @Args(() => PageArgs) { first, after, last, before }: PageArgs,
  ): Promise<RecordingConnection> {
    return api.recordings.page({ broadcastId, first, after, last, before });
  }

  @Query(() => Recording, { nullable: true, description: 'A recording; null when there is none.' })
  recording(
    @Ctx() { api }: CrowdlensContext,
    @Arg('id', () => ID, { description: 'The recording.' }) id: string,
  ): Promise<Recording | null> {
    return api.recordings.find(id);
  }

  @Authorized(Role.OPERATOR)
  @Mutation(() => Recording, {
    description:
      'Begins to record what viewers see and hear; answered when the first picture is written. When the broadcast is being recorded already, that recording is answered. BROADCAST_NOT_LIVE when there are no pictures, DISK_FULL when there is no room, NOT_SUPPORTED when the media server cannot write where this server reads.',
  })
  startRecording(
    @Ctx() { api, callerName }: CrowdlensContext,
    @Arg('input', () => StartRecordingInput, { description: 'What and how long.' })
    input: StartRecordingInput,
  ): Promise<Recording> {
    return api.recordings.start(input, callerName);
  }

  @Authorized(Role.OPERATOR)
  @Mutation(() => Recording, {
    nullable: true,
    description:
      'Ends the recording of a broadcast; answered when the file is complete. Null when nothing was being recorded.',
  })
  stopRecording(
    @Ctx() { api }: CrowdlensContext,
    @Arg('broadcastId', () => ID, { defaultValue: 'main', description: 'The broadcast.' })
    broadcastId: string,
  ): Promise<Recording | null> {
    return api.recordings.stop(broadcastId);
  }

  @Authorized(Role.OPERATOR)
  @Mutation(() => Boolean, {
    description:
      'Deletes a recording with its file; false when there is none. It must have ended: BAD_USER_INPUT otherwise.',
  })
  deleteRecording(
    @Ctx() { api }: CrowdlensContext,
    @Arg('id', () => ID, { description: 'The recording.' }) id: string,
  ): Promise<boolean> {
    return api.recordings.delete(id);
  }

  @FieldResolver(() => String, {
    description:
      'Path of the file on this server, with a signature that makes it work without a token for one to two hours, and no longer than the token with which it was asked for. Ranges are answered; with `&download=1` browsers save it.',
  })
  url(@Root() recording: Recording, @Ctx() { api, validity }: CrowdlensContext): string {
    return api.recordings.url(recording, validity);
  }

  @FieldResolver(() => String, {
    description: 'Path of a picture of its beginning (JPEG), signed in the same way.',
  })
  thumbnailUrl(@Root() recording: Recording, @Ctx() { api, validity }: CrowdlensContext): string {
    return api.recordings.thumbnailUrl(recording, validity);
  }

  @FieldResolver(() => CrowdEventConnection, {
    description:
      'What happened while it was recorded, oldest first; `recording { offsetMs }` of an event tells where.',
  })
  events(
    @Root() recording: Recording,
    @Ctx() { api }: CrowdlensContext,
    @Arg('first', () => Int, { defaultValue: 100, description: 'At most so many; 1 to 500.' })
    first: number,
    @Arg('after', () => String, { nullable: true, description: 'Only events behind this cursor.' })
    after: string | null,
  ): Promise<CrowdEventConnection> {
    return api.recordings.events(recording, { first, after });
  }
}

/** Where an event can be seen again. */
@Resolver(() => CrowdEvent)
export class RecordedEvents {
  @FieldResolver(() => RecordingMoment, {
    nullable: true,
    description: 'Where it is in a recording; null when it was not recorded.',
  })
  recording(
    @Root() event: CrowdEvent,
    @Ctx() { api }: CrowdlensContext,
  ): Promise<RecordingMoment | null> {
    return api.recordings.momentOf(event);
  }
}
