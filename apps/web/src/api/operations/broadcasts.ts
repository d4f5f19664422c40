/** What is live: state, source, overlay. */
import { graphql, type ResultOf } from '../graphql.js';

export const RegionFields = graphql(`
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

export const BroadcastFields = graphql(
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

export const OnAirQuery = graphql(`
  query OnAir {
    broadcasts {
      id
      title
      state
    }
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

/** One live stream with its state, its viewers' number and its regions of interest. */
export type Broadcast = ResultOf<typeof BroadcastFields>;
/** How a broadcast is called, and whether it is on air. */
export type BroadcastTitle = ResultOf<typeof OnAirQuery>['broadcasts'][number];
/** What is drawn on the processed stream. */
export type OverlayMode = Broadcast['overlay'];
