/** The regions of interest of a broadcast, and their history. */
import { graphql, type ResultOf } from '../graphql.js';
import { type Broadcast, BroadcastFields, RegionFields } from './broadcasts.js';

export const RegionsQuery = graphql(
  `
    query Regions($broadcastId: ID!) {
      broadcast(id: $broadcastId) {
        regions {
          ...RegionFields
        }
      }
    }
  `,
  [RegionFields],
);

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

export type RegionOfInterest = Broadcast['regions'][number];
/** The regions as they were for some time. */
export type RegionsRevision = ResultOf<typeof RegionHistoryQuery>['regionHistory'][number];
/** A point of a region, both coordinates 0..1 of the picture, x to the right, y down. */
export type RelativePoint = RegionOfInterest['points'][number];
export type RegionOfInterestConfig = RegionOfInterest['config'];
