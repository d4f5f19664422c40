import type { Latency } from '../elements/media.js';
import { pipelineClockUs } from '../frames.js';
import type { NodeId } from '../pixels/types.js';
import { findOrigins } from './origins.js';
import type { PipelinePlan } from './pipelinePlan.js';

/** Share of a new figure in the average: that of about the last two seconds of pictures. */
const WEIGHT = 0.02;

type TimedType = 'AUDIO' | 'VIDEO';

/** Measures how long frames take from their capture to each place that they come out of. */
export class Latencies {
  readonly #averageMs: Readonly<Record<TimedType, Map<NodeId, number>>> = {
    AUDIO: new Map(),
    VIDEO: new Map(),
  };

  /** A frame of that time of capture has come out of an element, an encoder or a transcoder. */
  add(type: TimedType, id: NodeId, timestampUs: number): void {
    const latencyMs = Math.max(0, pipelineClockUs() - timestampUs) / 1000;
    const before = this.#averageMs[type].get(id) ?? latencyMs;
    this.#averageMs[type].set(id, before + (latencyMs - before) * WEIGHT);
  }

  /** Forgets what is no longer there. */
  keep({ elements, video, audio }: PipelinePlan): void {
    for (const averages of Object.values(this.#averageMs)) {
      for (const id of averages.keys()) {
        const isThere = elements.has(id) || video.nodes.has(id) || audio.transcoders.has(id);
        if (!isThere) averages.delete(id);
      }
    }
  }

  /** Of an element's pictures. */
  video(id: NodeId, { elements, video }: PipelinePlan): Latency {
    const originOf = findOrigins(
      elements,
      ({ videoUpstream }) => videoUpstream,
      ({ part }) => part !== undefined && part.kind !== 'recorder',
    );
    const stream = [...video.fanOuts.values()].find(({ viewers }) => viewers.includes(id));
    return this.#of('VIDEO', originOf(elements.get(id)?.videoUpstream)?.id, stream?.input?.id);
  }

  /** Of an element's sound. */
  audio(id: NodeId, { elements, audio }: PipelinePlan): Latency {
    const originOf = findOrigins(
      elements,
      ({ audioUpstream }) => audioUpstream,
      ({ part }) => part?.kind === 'peer' || part?.kind === 'player',
    );
    const element = elements.get(id);
    const part = element?.part;
    const stream = [...audio.streams.values()].find(({ sinks, recorders }) =>
      part?.kind === 'recorder'
        ? recorders.includes(part.write)
        : part?.kind === 'peer' && part.audioSink !== undefined && sinks.includes(part.audioSink),
    );
    return this.#of('AUDIO', originOf(element?.audioUpstream)?.id, stream?.input);
  }

  #of(type: TimedType, origin: NodeId | undefined, output: NodeId | undefined): Latency {
    const averageOf = (id: NodeId | undefined) =>
      id === undefined ? undefined : this.#averageMs[type].get(id);
    return { input: averageOf(origin), endToEnd: averageOf(output) };
  }
}
