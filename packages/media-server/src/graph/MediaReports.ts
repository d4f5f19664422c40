import type { Latency } from '../elements/media.js';
import type { NodeId } from '../pixels/types.js';
import { FlowReports } from './FlowReports.js';
import { Latencies } from './Latencies.js';
import type { PipelinePlan } from './pipelinePlan.js';

/** Tells the elements of a pipeline what becomes of media: whether it flows, is transcoded, and how old it is. */
export class MediaReports {
  readonly #isTimed: () => boolean;
  readonly #flow = new FlowReports();
  readonly #latencies = new Latencies();
  #plan: PipelinePlan | undefined;

  /** @param isTimed Whether latencies are measured. */
  constructor(isTimed: () => boolean) {
    this.#isTimed = isTimed;
  }

  apply(plan: PipelinePlan): void {
    this.#plan = plan;
    this.#flow.apply(plan.elements);
    this.#latencies.keep(plan);
    reportTranscoding(plan);
    this.report();
  }

  /** A frame of that time of capture has come out of an element, an encoder or a transcoder. */
  seen(type: 'AUDIO' | 'VIDEO', id: NodeId, timestampUs: number): void {
    if (this.#isTimed()) this.#latencies.add(type, id, timestampUs);
    if (this.#plan?.elements.has(id)) this.flows(type, id);
  }

  /** Sound or pictures have come out of an element. */
  flows(type: 'AUDIO' | 'VIDEO', id: NodeId): void {
    if (this.#flow.seen(type, id)) this.report();
  }

  /** Where nothing comes any more, only time tells: call it every second. */
  report(): void {
    this.#flow.report();
  }

  latency(id: NodeId, type: 'AUDIO' | 'VIDEO'): Latency {
    if (!this.#plan) return { input: undefined, endToEnd: undefined };
    return type === 'VIDEO'
      ? this.#latencies.video(id, this.#plan)
      : this.#latencies.audio(id, this.#plan);
  }
}

/** As in Kurento it is the element that gives something that transcodes it for those that want it otherwise. */
function reportTranscoding({ elements, video, audio }: PipelinePlan): void {
  const sound = new Set<NodeId>();
  for (const { source, input } of audio.streams.values()) {
    if (input !== undefined && audio.transcoders.has(input)) sound.add(source);
  }
  const pictures = new Set<NodeId>();
  for (const [id, { kind }] of video.nodes) if (kind === 'decoder') pictures.add(id);
  for (const { input, source } of video.fanOuts.values()) {
    if (input?.kind === 'encoder') pictures.add(source);
  }
  for (const { id, element } of elements.values()) {
    element.setMediaTranscoding('VIDEO', pictures.has(id));
    element.setMediaTranscoding('AUDIO', sound.has(id));
  }
}
