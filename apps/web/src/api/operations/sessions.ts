/** WebRTC sessions: offers, answers, candidates. */
import { graphql, type ResultOf } from '../graphql.js';

export const IceServersQuery = graphql(`
  query IceServers {
    iceServers {
      urls
      username
      credential
    }
  }
`);

export const PublishMutation = graphql(`
  mutation Publish($input: PublishInput!) {
    publish(input: $input) {
      id
      sdpAnswer
      resumeSecret
    }
  }
`);

export const WatchMutation = graphql(`
  mutation Watch($input: WatchInput!) {
    watch(input: $input) {
      id
      sdpAnswer
    }
  }
`);

export const AddIceCandidateMutation = graphql(`
  mutation AddIceCandidate($input: IceCandidateInput!) {
    addIceCandidate(input: $input)
  }
`);

export const LeaveMutation = graphql(`
  mutation Leave($sessionId: ID!) {
    leave(sessionId: $sessionId)
  }
`);

export const IceCandidateSubscription = graphql(`
  subscription IceCandidates($sessionId: ID!) {
    iceCandidate(sessionId: $sessionId) {
      candidate
      sdpMid
      sdpMLineIndex
    }
  }
`);

/** What the server answers to a presenter's offer. */
export type PublishedSession = ResultOf<typeof PublishMutation>['publish'];
