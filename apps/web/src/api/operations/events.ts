/** Crowd events, past and as they happen. */
import { graphql, type ResultOf, type VariablesOf } from '../graphql.js';

export const CrowdEventFields = graphql(`
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

/** An occupancy, fluidity or direction event. */
export type CrowdEvent = ResultOf<typeof CrowdEventFields>;
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
