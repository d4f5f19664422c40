import type { Api } from '../api/api.svelte.js';
import {
  MeasurementsSubscription,
  type Measurement,
  type MeasurementFrame,
} from '../api/operations/measurements.js';
import { MeasurementHistory, type Series } from './measurementHistory.js';

const THROTTLE_MS = 250;
const RETRY_MS = 3_000;

/** The measurements of a broadcast: the values of this moment, and their last minutes. */
export class LiveMeasurements {
  readonly #api: Api;
  readonly #broadcastId: string;
  readonly #history = new MeasurementHistory();
  #latest = $state.raw<MeasurementFrame>();
  #unsubscribe: () => void = () => undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Api, broadcastId: string) {
    this.#api = api;
    this.#broadcastId = broadcastId;
    this.#subscribe();
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

  close(): void {
    clearTimeout(this.#retry);
    this.#unsubscribe();
  }

  #subscribe(): void {
    this.#unsubscribe = this.#api.client.subscribe(
      MeasurementsSubscription,
      () => ({ broadcastId: this.#broadcastId, throttleMs: THROTTLE_MS }),
      {
        next: ({ measurements }) => {
          this.#history.add(measurements);
          this.#latest = measurements;
        },
        error: () => (this.#retry = setTimeout(() => this.#subscribe(), RETRY_MS)),
      },
    );
  }
}
