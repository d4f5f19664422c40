import type { Api } from '../api/api.svelte.js';
import {
  MeasurementsSubscription,
  type Measurement,
  type MeasurementFrame,
} from '../api/operations/measurements.js';
import { MeasurementHistory, type Series } from './measurementHistory.js';

const THROTTLE_MS = 250;

/** The measurements of a broadcast: the values of this moment, and their last minutes. */
export class LiveMeasurements {
  /** Ends the subscription. */
  readonly close: () => void;
  readonly #history = new MeasurementHistory();
  #latest = $state.raw<MeasurementFrame>();

  constructor(api: Api, broadcastId: string) {
    this.close = api.client.keepSubscribed(
      MeasurementsSubscription,
      () => ({ broadcastId, throttleMs: THROTTLE_MS }),
      {
        next: ({ measurements }) => {
          this.#history.add(measurements);
          this.#latest = measurements;
        },
      },
    );
  }

  /** What is measured in a region now; undefined before anything was. */
  of(regionId: string): Measurement | undefined {
    return this.#latest?.regions.find((region) => region.regionId === regionId);
  }

  /** The last minutes of a region. */
  seriesOf(regionId: string): Readonly<Series> {
    // The history is no reactive state (its arrays grow in place): who reads it follows the latest
    // frame instead, and sees a new object each time.
    void this.#latest;
    return { ...this.#history.of(regionId) };
  }
}
