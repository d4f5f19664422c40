import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

/** A camera offered to a broadcast. */
@InputType({ description: 'A camera offered to a broadcast.' })
export class PublishInput {
  @Field(() => ID, {
    defaultValue: 'main',
    description: 'The broadcast; made when it is not known. 1 to 64 letters, digits, "-" or "_".',
  })
  broadcastId!: string;

  @Field(() => String, {
    description:
      'SDP offer that sends video (and audio); when its video can also receive, it gets the processed picture.',
  })
  sdpOffer!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The resumeSecret of an earlier session of this broadcast, which the new one replaces.',
  })
  resume?: string | null;
}

/** A viewer's wish to receive the processed stream. */
@InputType({ description: 'The wish to receive the processed stream of a broadcast.' })
export class WatchInput {
  @Field(() => ID, { defaultValue: 'main', description: 'The broadcast.' })
  broadcastId!: string;

  @Field(() => String, { description: 'SDP offer that receives video (and audio).' })
  sdpOffer!: string;
}

/** Something to play in place of a camera. */
@InputType({ description: 'Something to play into a broadcast in place of a camera.' })
export class PlayInput {
  @Field(() => ID, {
    defaultValue: 'main',
    description: 'The broadcast; made when it is not known.',
  })
  broadcastId!: string;

  @Field(() => String, {
    description:
      '"demo:crowd", an http, https or rtsp address, or the path of a file relative to the media directory.',
  })
  uri!: string;
}

/** One WebRTC connection of a presenter or viewer. */
@ObjectType({ description: 'One WebRTC connection of a presenter or a viewer.' })
export class Session {
  @Field(() => ID, { description: 'A secret of its owner: whoever knows it can end the session.' })
  id!: string;

  @Field(() => String, {
    description: 'SDP answer without candidates: these come by the subscription iceCandidate.',
  })
  sdpAnswer!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Only for publish: lets a later publish take over.',
  })
  resumeSecret!: string | null;
}

/** An ICE candidate of the browser. */
@InputType({ description: 'An ICE candidate found by the client (RFC 8838).' })
export class IceCandidateInput {
  @Field(() => ID, { description: 'The session.' })
  sessionId!: string;

  @Field(() => String, { description: 'RTCIceCandidate.candidate; an empty one is ignored.' })
  candidate!: string;

  @Field(() => String, { nullable: true, description: 'RTCIceCandidate.sdpMid.' })
  sdpMid?: string | null;

  @Field(() => Int, { nullable: true, description: 'RTCIceCandidate.sdpMLineIndex.' })
  sdpMLineIndex?: number | null;
}

/** An ICE candidate of the media server. */
@ObjectType({ description: 'An ICE candidate found by the media server (RFC 8838).' })
export class IceCandidate {
  @Field(() => String, { description: 'For RTCIceCandidateInit.candidate.' })
  candidate!: string;

  @Field(() => String, { nullable: true, description: 'For RTCIceCandidateInit.sdpMid.' })
  sdpMid!: string | null;

  @Field(() => Int, { nullable: true, description: 'For RTCIceCandidateInit.sdpMLineIndex.' })
  sdpMLineIndex!: number | null;
}

/** A STUN or TURN server, as in RTCIceServer. */
@ObjectType({ description: 'A STUN or TURN server that clients should use: an RTCIceServer.' })
export class IceServer {
  @Field(() => [String], { description: 'stun:, turn: or turns: addresses.' })
  urls!: string[];

  @Field(() => String, { nullable: true, description: 'For TURN.' })
  username?: string | null;

  @Field(() => String, { nullable: true, description: 'For TURN.' })
  credential?: string | null;
}
