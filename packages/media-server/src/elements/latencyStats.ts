import type { MediaElement } from './MediaElement.js';
import type { MediaType, Stats } from './types.js';

/** Kurento's MediaLatencyStat; `avg` in nanoseconds. */
interface LatencyStat {
  readonly name: string;
  readonly type: MediaType;
  readonly avg: number;
}

/** Of an endpoint Kurento's EndpointStats, of another element its ElementStats. */
interface ElementStats extends Stats {
  readonly inputLatency: readonly LatencyStat[];
  readonly E2ELatency?: readonly LatencyStat[];
}

/** How old sound and pictures are when they come into an element and, of an endpoint, when they leave the server. */
export function latencyStats(element: MediaElement, mediaType?: MediaType): ElementStats {
  const types = (['AUDIO', 'VIDEO'] as const).filter((type) => !mediaType || type === mediaType);
  const stats = (what: 'input' | 'endToEnd'): LatencyStat[] =>
    types.flatMap((type) => {
      const latencyMs = element.mediaPipeline.media.latency(element, type)[what];
      const name = `sink_${type.toLowerCase()}_default`;
      return latencyMs === undefined ? [] : [{ name, type, avg: latencyMs * 1e6 }];
    });
  const { id, isEndpoint } = element;
  return {
    __type__: isEndpoint ? 'EndpointStats' : 'ElementStats',
    id,
    type: isEndpoint ? 'endpoint' : 'element',
    timestampMillis: Date.now(),
    inputLatency: stats('input'),
    ...(isEndpoint && { E2ELatency: stats('endToEnd') }),
  };
}
