import type { ApiClient } from '../api/client.js';
import { SeriesQuery, type SeriesBucket } from '../api/operations/measurements.js';
import { bucketFor } from './buckets.js';

/** A region of any broadcast. */
export interface RegionPlace {
  readonly broadcastId: string;
  readonly regionId: string;
}

/** What was measured in some regions during a past time. */
export interface Past {
  /** In the order of the regions. */
  readonly series: readonly (readonly SeriesBucket[])[];
  /** Length of their buckets; seconds. */
  readonly length: number;
}

/** The history that a chart shows; the newest wish wins. */
export class PastSeries {
  readonly #client: ApiClient;
  #past = $state.raw<Past>();
  #error = $state.raw<unknown>();
  #latest: symbol | undefined;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  /** Undefined until the first answer. */
  get past(): Past | undefined {
    return this.#past;
  }

  /** Why the last wish was not answered. */
  get error(): unknown {
    return this.#error;
  }

  /** @param span - beginning and end, seconds since 1970 */
  async load(
    regions: readonly RegionPlace[],
    [from, to]: readonly [number, number],
    length = bucketFor(to - from),
  ): Promise<void> {
    const mine = Symbol('load');
    this.#latest = mine;
    try {
      const series = await Promise.all(
        regions.map(async (region) => {
          const variables = seriesVariables(region, [from, to], length);
          return (await this.#client.request(SeriesQuery, variables)).series;
        }),
      );
      if (this.#latest !== mine) return;
      this.#past = { series, length };
      this.#error = undefined;
    } catch (error) {
      if (this.#latest === mine) this.#error = error;
    }
  }
}

/** For {@link SeriesQuery}: whole buckets that cover the span. */
export function seriesVariables(
  region: RegionPlace,
  [from, to]: readonly [number, number],
  bucket: number,
) {
  const whole = (seconds: number): string => new Date(seconds * bucket * 1000).toISOString();
  return {
    ...region,
    from: whole(Math.floor(from / bucket)),
    to: whole(Math.ceil(to / bucket)),
    bucket,
  };
}
