import { Arg, Authorized, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { CrowdlensContext } from '../CrowdlensApi.js';
import { Role } from '../types/access.js';
import { Broadcast } from '../types/broadcast.js';
import { SetOverlayInput } from '../types/overlayInput.js';
import {
  AddRegionOfInterestInput,
  RemoveRegionOfInterestInput,
  RestoreRegionsOfInterestInput,
  SetRegionsOfInterestInput,
  UpdateRegionOfInterestInput,
} from '../types/regionInputs.js';
import {
  IceCandidateInput,
  PlayInput,
  PublishInput,
  Session,
  WatchInput,
} from '../types/session.js';

/** The root fields of Mutation. `@Authorized` names the role that one needs; without it a viewer's is enough. */
@Resolver()
export class Mutations {
  @Authorized(Role.PRESENTER)
  @Mutation(() => Session, {
    description:
      'Gives a camera to a broadcast, in place of what it plays. PRESENTER_TAKEN when another presenter has it.',
  })
  publish(
    @Ctx() { api, validity }: CrowdlensContext,
    @Arg('input', () => PublishInput, { description: 'The camera.' }) input: PublishInput,
  ): Promise<Session> {
    return api.publish(input, validity);
  }

  @Mutation(() => Session, {
    description: 'Asks for the processed stream. BROADCAST_NOT_LIVE when there is none.',
  })
  watch(
    @Ctx() { api, validity }: CrowdlensContext,
    @Arg('input', () => WatchInput, { description: 'The receiver.' }) input: WatchInput,
  ): Promise<Session> {
    return api.watch(input, validity);
  }

  @Mutation(() => Boolean, {
    description:
      'Gives an ICE candidate of the client to the media server; true when it was passed on.',
  })
  addIceCandidate(
    @Ctx() { api }: CrowdlensContext,
    @Arg('input', () => IceCandidateInput, { description: 'The candidate.' })
    input: IceCandidateInput,
  ): Promise<boolean> {
    return api.addIceCandidate(input);
  }

  @Mutation(() => Boolean, {
    description:
      'Ends a session; false when there is none. The broadcast of a presenter is then INTERRUPTED.',
  })
  leave(
    @Ctx() { api }: CrowdlensContext,
    @Arg('sessionId', () => ID, { description: 'The session.' }) sessionId: string,
  ): Promise<boolean> {
    return api.leave(sessionId);
  }

  @Authorized(Role.PRESENTER)
  @Mutation(() => Broadcast, {
    description:
      'Plays a file, an address or the built-in demo crowd into a broadcast, in place of what it plays. PRESENTER_TAKEN when a presenter has it.',
  })
  play(
    @Ctx() { api }: CrowdlensContext,
    @Arg('input', () => PlayInput, { description: 'What and where.' }) input: PlayInput,
  ): Promise<Broadcast> {
    return api.play(input);
  }

  @Authorized(Role.PRESENTER)
  @Mutation(() => Broadcast, {
    description:
      'Takes a broadcast off the air: ends its presenter or player and all its sessions.',
  })
  stop(
    @Ctx() { api }: CrowdlensContext,
    @Arg('broadcastId', () => ID, { defaultValue: 'main', description: 'The broadcast.' })
    broadcastId: string,
  ): Promise<Broadcast> {
    return api.stop(broadcastId);
  }

  @Authorized(Role.OPERATOR)
  @Mutation(() => Boolean, {
    description:
      'Stops a broadcast and forgets it with its regions and events. "main" cannot be deleted.',
  })
  deleteBroadcast(
    @Ctx() { api }: CrowdlensContext,
    @Arg('id', () => ID, { description: 'The broadcast.' }) id: string,
  ): Promise<boolean> {
    return api.deleteBroadcast(id);
  }

  @Authorized(Role.OPERATOR)
  @Mutation(() => Broadcast, {
    description:
      'Replaces the regions of a broadcast, also while it is live: viewers keep watching. Answered when the regions are in force and written.',
  })
  setRegionsOfInterest(
    @Ctx() { api, callerName }: CrowdlensContext,
    @Arg('input', () => SetRegionsOfInterestInput, { description: 'The regions.' })
    input: SetRegionsOfInterestInput,
  ): Promise<Broadcast> {
    return api.setRegionsOfInterest(input, callerName);
  }

  @Authorized(Role.PRESENTER)
  @Mutation(() => Broadcast, {
    description:
      'Changes what is drawn on the processed stream of a broadcast, also while it is live; it stays so until it is changed again. NOT_SUPPORTED when the media server draws everything or nothing.',
  })
  setOverlay(
    @Ctx() { api }: CrowdlensContext,
    @Arg('input', () => SetOverlayInput, { description: 'What and where.' }) input: SetOverlayInput,
  ): Promise<Broadcast> {
    return api.setOverlay(input);
  }

  @Authorized(Role.OPERATOR)
  @Mutation(() => Broadcast, {
    description: 'Adds a region to those of a broadcast.',
  })
  addRegionOfInterest(
    @Ctx() { api, callerName }: CrowdlensContext,
    @Arg('input', () => AddRegionOfInterestInput, { description: 'The region.' })
    input: AddRegionOfInterestInput,
  ): Promise<Broadcast> {
    return api.addRegionOfInterest(input, callerName);
  }

  @Authorized(Role.OPERATOR)
  @Mutation(() => Broadcast, {
    description: 'Changes one region. REGION_NOT_FOUND when there is none of this id.',
  })
  updateRegionOfInterest(
    @Ctx() { api, callerName }: CrowdlensContext,
    @Arg('input', () => UpdateRegionOfInterestInput, { description: 'What shall change.' })
    input: UpdateRegionOfInterestInput,
  ): Promise<Broadcast> {
    return api.updateRegionOfInterest(input, callerName);
  }

  @Authorized(Role.OPERATOR)
  @Mutation(() => Broadcast, {
    description: 'Takes one region away. REGION_NOT_FOUND when there is none of this id.',
  })
  removeRegionOfInterest(
    @Ctx() { api, callerName }: CrowdlensContext,
    @Arg('input', () => RemoveRegionOfInterestInput, { description: 'The region.' })
    input: RemoveRegionOfInterestInput,
  ): Promise<Broadcast> {
    return api.removeRegionOfInterest(input, callerName);
  }

  @Authorized(Role.OPERATOR)
  @Mutation(() => Broadcast, {
    description:
      'Puts the regions of a former revision in force again, as a new revision. REVISION_NOT_FOUND when it is not kept.',
  })
  restoreRegionsOfInterest(
    @Ctx() { api, callerName }: CrowdlensContext,
    @Arg('input', () => RestoreRegionsOfInterestInput, { description: 'The revision.' })
    input: RestoreRegionsOfInterestInput,
  ): Promise<Broadcast> {
    return api.restoreRegionsOfInterest(input, callerName);
  }
}
