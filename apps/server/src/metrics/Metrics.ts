import { collectDefaultMetrics, Registry } from 'prom-client';
import type { MediaServers } from '../media/MediaServers.js';
import { addMediaMetrics } from './mediaMetrics.js';
import { addServerMetrics } from './serverMetrics.js';
import type { ServerMetricsParts } from './serverMetrics.js';

/** What {@link Metrics} tells of. */
export interface MetricsParts extends ServerMetricsParts {
  readonly media: MediaServers;
}

/** Everything that Prometheus is told. Nothing is measured for it: it is looked up when it is asked for. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #askMediaServers: () => Promise<void>;

  constructor(parts: MetricsParts) {
    // Of Node.js: event loop, heap, garbage collection.
    collectDefaultMetrics({ register: this.#registry });
    addServerMetrics(this.#registry, parts);
    this.#askMediaServers = addMediaMetrics(this.#registry, parts.media);
  }

  /** Media type of {@link text}. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All numbers in Prometheus' text format. */
  async text(): Promise<string> {
    await this.#askMediaServers();
    return this.#registry.metrics();
  }
}
