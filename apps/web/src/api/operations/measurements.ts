/** What is measured, now and before, and what other thresholds would have come to. */
import { graphql, type ResultOf } from '../graphql.js';

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

/** What was measured in a region during some time. */
export type SeriesBucket = ResultOf<typeof SeriesQuery>['series'][number];
/** What is measured in every region at one moment. */
export type MeasurementFrame = ResultOf<typeof MeasurementsSubscription>['measurements'];
export type Measurement = MeasurementFrame['regions'][number];
export type CrowdLevel = Measurement['occupancyLevel'];
