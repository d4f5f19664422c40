/** Every question, command and subscription the page sends, in one place. */
import { graphql, type ResultOf, type VariablesOf } from './graphql.js';

const RegionFields = graphql(`
  fragment RegionFields on RegionOfInterest {
    id
    name
    color
    points {
      x
      y
    }
    config {
      occupancyLevelMin
      occupancyLevelMed
      occupancyLevelMax
      occupancyNumFramesToEvent
      fluidityLevelMin
      fluidityLevelMed
      fluidityLevelMax
      fluidityNumFramesToEvent
      sendOpticalFlowEvent
      opticalFlowNumFramesToEvent
      opticalFlowNumFramesToReset
      opticalFlowAngleOffset
    }
  }
`);

const BroadcastFields = graphql(
  `
    fragment BroadcastFields on Broadcast {
      id
      title
      state
      source
      viewerCount
      revision
      processingWidth
      overlay
      startedAt
      recording {
        id
        startedAt
      }
      regions {
        ...RegionFields
      }
    }
  `,
  [RegionFields],
);

const CrowdEventFields = graphql(`
  fragment CrowdEventFields on CrowdEvent {
    __typename
    id
    regionId
    sequence
    at
    ... on OccupancyEvent {
      percentage
      level
      previousLevel
    }
    ... on FluidityEvent {
      percentage
      level
      previousLevel
    }
    ... on DirectionEvent {
      angle
      compass
    }
  }
`);

const RecordingFields = graphql(`
  fragment RecordingFields on Recording {
    id
    broadcastId
    state
    startedAt
    endedAt
    ending
    lengthMs
    bytes
    keptUntil
    url
    thumbnailUrl
  }
`);

export const RoleQuery = graphql(`
  query Role {
    role
  }
`);

export const RecordingsQuery = graphql(
  `
    query Recordings($last: Int!, $before: String) {
      recordings(last: $last, before: $before) {
        edges {
          node {
            ...RecordingFields
          }
        }
        pageInfo {
          hasPreviousPage
          startCursor
        }
      }
    }
  `,
  [RecordingFields],
);

export const RecordingQuery = graphql(
  `
    query Recording($id: ID!) {
      recording(id: $id) {
        ...RecordingFields
        events(first: 200) {
          edges {
            node {
              ...CrowdEventFields
            }
          }
        }
      }
    }
  `,
  [RecordingFields, CrowdEventFields],
);

export const StartRecordingMutation = graphql(`
  mutation StartRecording($broadcastId: ID!) {
    startRecording(input: { broadcastId: $broadcastId }) {
      id
    }
  }
`);

export const StopRecordingMutation = graphql(`
  mutation StopRecording($broadcastId: ID!) {
    stopRecording(broadcastId: $broadcastId) {
      id
    }
  }
`);

export const DeleteRecordingMutation = graphql(`
  mutation DeleteRecording($id: ID!) {
    deleteRecording(id: $id)
  }
`);

export const BroadcastsQuery = graphql(
  `
    query Broadcasts {
      broadcasts {
        ...BroadcastFields
      }
    }
  `,
  [BroadcastFields],
);

export const IceServersQuery = graphql(`
  query IceServers {
    iceServers {
      urls
      username
      credential
    }
  }
`);

export const CrowdEventsQuery = graphql(
  `
    query CrowdEvents(
      $broadcastId: ID!
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: CrowdEventFilter
    ) {
      crowdEvents(
        broadcastId: $broadcastId
        first: $first
        after: $after
        last: $last
        before: $before
        filter: $filter
      ) {
        pageInfo {
          hasNextPage
          hasPreviousPage
        }
        edges {
          cursor
          node {
            ...CrowdEventFields
            recording {
              offsetMs
              recording {
                id
              }
            }
          }
        }
      }
    }
  `,
  [CrowdEventFields],
);

export const SeriesQuery = graphql(`
  query Series($broadcastId: ID!, $regionId: ID!, $from: DateTime!, $to: DateTime!, $bucket: Int!) {
    series(broadcastId: $broadcastId, regionId: $regionId, from: $from, to: $to, bucket: $bucket) {
      regionId
      at
      occupancy {
        mean
        min
        max
      }
      fluidity {
        mean
      }
      direction
      levels {
        none
        min
        med
        max
      }
    }
  }
`);

export const DryRunQuery = graphql(`
  query DryRun($input: DryRunInput!) {
    dryRun(input: $input) {
      measuredSeconds
      occupancy {
        events
      }
      fluidity {
        events
      }
      presentOccupancy {
        events
      }
      presentFluidity {
        events
      }
    }
  }
`);

export const RegionHistoryQuery = graphql(
  `
    query RegionHistory($broadcastId: ID!, $first: Int!, $before: Int) {
      regionHistory(broadcastId: $broadcastId, first: $first, before: $before) {
        revision
        at
        actor
        regions {
          ...RegionFields
        }
      }
    }
  `,
  [RegionFields],
);

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

export const PlayMutation = graphql(
  `
    mutation Play($input: PlayInput!) {
      play(input: $input) {
        ...BroadcastFields
      }
    }
  `,
  [BroadcastFields],
);

export const StopMutation = graphql(
  `
    mutation Stop($broadcastId: ID!) {
      stop(broadcastId: $broadcastId) {
        ...BroadcastFields
      }
    }
  `,
  [BroadcastFields],
);

export const SetOverlayMutation = graphql(
  `
    mutation SetOverlay($input: SetOverlayInput!) {
      setOverlay(input: $input) {
        ...BroadcastFields
      }
    }
  `,
  [BroadcastFields],
);

export const SetRegionsOfInterestMutation = graphql(
  `
    mutation SetRegionsOfInterest($input: SetRegionsOfInterestInput!) {
      setRegionsOfInterest(input: $input) {
        ...BroadcastFields
      }
    }
  `,
  [BroadcastFields],
);

export const CreateShareLinkMutation = graphql(`
  mutation CreateShareLink($input: ShareLinkInput!) {
    createShareLink(input: $input) {
      token
      expiresAt
    }
  }
`);

export const UpdateRegionOfInterestMutation = graphql(
  `
    mutation UpdateRegionOfInterest($input: UpdateRegionOfInterestInput!) {
      updateRegionOfInterest(input: $input) {
        ...BroadcastFields
      }
    }
  `,
  [BroadcastFields],
);

export const RestoreRegionsOfInterestMutation = graphql(
  `
    mutation RestoreRegionsOfInterest($input: RestoreRegionsOfInterestInput!) {
      restoreRegionsOfInterest(input: $input) {
        ...BroadcastFields
      }
    }
  `,
  [BroadcastFields],
);

export const BroadcastChangedSubscription = graphql(
  `
    subscription BroadcastChanged($id: ID!) {
      broadcastChanged(id: $id) {
        ...BroadcastFields
      }
    }
  `,
  [BroadcastFields],
);

export const CrowdEventsSubscription = graphql(
  `
    subscription CrowdEventsLive($broadcastId: ID!, $after: String) {
      crowdEvents(broadcastId: $broadcastId, after: $after) {
        cursor
        skipped
        event {
          ...CrowdEventFields
          recording {
            offsetMs
            recording {
              id
            }
          }
        }
      }
    }
  `,
  [CrowdEventFields],
);

export const MeasurementsSubscription = graphql(`
  subscription Measurements($broadcastId: ID!, $throttleMs: Int!) {
    measurements(broadcastId: $broadcastId, throttleMs: $throttleMs) {
      at
      regions {
        regionId
        occupancy
        occupancyLevel
        fluidity
        fluidityLevel
        direction
        compass
      }
    }
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

/** One live stream with its state, its viewers' number and its regions of interest. */
export type Broadcast = ResultOf<typeof BroadcastFields>;
export type RegionOfInterest = Broadcast['regions'][number];
/** The regions as they were for some time. */
export type RegionsRevision = ResultOf<typeof RegionHistoryQuery>['regionHistory'][number];
/** What is drawn on the processed stream. */
export type OverlayMode = Broadcast['overlay'];
/** What the server answers to a presenter's offer. */
export type PublishedSession = ResultOf<typeof PublishMutation>['publish'];
/** A point of a region, both coordinates 0..1 of the picture, x to the right, y down. */
export type RelativePoint = RegionOfInterest['points'][number];
export type RegionOfInterestConfig = RegionOfInterest['config'];
/** An occupancy, fluidity or direction event. */
export type CrowdEvent = ResultOf<typeof CrowdEventFields>;
/** The processed stream of some time, in a file. */
export type Recording = ResultOf<typeof RecordingFields>;
/** A recording with what happened meanwhile. */
export type RecordingWithEvents = NonNullable<ResultOf<typeof RecordingQuery>['recording']>;
/** Where an event can be seen again. */
export type RecordingMoment = NonNullable<
  ResultOf<typeof CrowdEventsQuery>['crowdEvents']['edges'][number]['node']['recording']
>;
/** An event and its place in a recording. */
export type RecordedEvent = CrowdEvent & { recording: RecordingMoment | null };
/** An event and its place among the others. */
export type PlacedEvent = RecordedEvent & { cursor: string };
/** Which events are wanted. */
export type CrowdEventFilter = NonNullable<VariablesOf<typeof CrowdEventsQuery>['filter']>;
export type CrowdEventKind = NonNullable<CrowdEventFilter['kinds']>[number];
/** What was measured in a region during some time. */
export type SeriesBucket = ResultOf<typeof SeriesQuery>['series'][number];
/** What is measured in every region at one moment. */
export type MeasurementFrame = ResultOf<typeof MeasurementsSubscription>['measurements'];
export type Measurement = MeasurementFrame['regions'][number];
export type CrowdLevel = Measurement['occupancyLevel'];
