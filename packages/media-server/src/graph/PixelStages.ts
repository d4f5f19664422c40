import type { EncoderTarget, NodeId, PixelGraph } from '../pixels/types.js';
import type { EncodedVideoFrame } from '../frames.js';
import type { IncomingVideo, Part } from './parts.js';
import type { PlannedNode } from './plan.js';

/** What clients allow an encoder. */
export type LimitsOf = (encoder: NodeId) => EncoderTarget;

interface Stage {
  readonly planned: PlannedNode;
  upstream: NodeId | undefined;
  readonly close: () => void;
}

/** The nodes that exist in a pipeline's worker, brought in line with a plan. */
export class PixelStages {
  readonly #pixels: PixelGraph;
  readonly #limitsOf: LimitsOf;
  readonly #stages = new Map<NodeId, Stage>();

  constructor(pixels: PixelGraph, limitsOf: LimitsOf) {
    this.#pixels = pixels;
    this.#limitsOf = limitsOf;
  }

  /** Adds what is missing, connects it, then removes what is no longer wanted, so that nothing is interrupted. */
  apply(nodes: ReadonlyMap<NodeId, PlannedNode>, partOf: (id: NodeId) => Part | undefined): void {
    for (const [id, planned] of nodes) this.#ensure(id, planned, nodes, partOf(id));
    for (const [id, { upstream }] of nodes) this.#connect(id, upstream);
    for (const [id, stage] of this.#stages) {
      if (nodes.has(id)) continue;
      stage.close();
      this.#stages.delete(id);
    }
  }

  /** A node is gone without our doing; the next plan makes it anew. */
  forget(id: NodeId): void {
    this.#stages.delete(id);
  }

  /** Nothing feeds them any longer: their worker is gone. */
  close(): void {
    for (const stage of this.#stages.values()) stage.close();
    this.#stages.clear();
  }

  /** Each encoder follows the rate of the camera that its pictures come from, within its limits. */
  adjustEncoders(cameraOf: (id: NodeId) => IncomingVideo | undefined): void {
    for (const [id, { planned }] of this.#stages) {
      if (planned.kind !== 'encoder') continue;
      const inputBitrate = this.#originOf(id, cameraOf)?.bitrate;
      this.#pixels.setEncoderTarget(id, {
        ...this.#limitsOf(id),
        ...(inputBitrate && { inputBitrate }),
      });
    }
  }

  /** Ids of the stages that exist, for a picture of the pipeline. */
  describe(): { id: NodeId; kind: PlannedNode['kind']; label: string }[] {
    return Array.from(this.#stages, ([id, { planned }]) => ({
      id,
      kind: planned.kind,
      label: planned.kind === 'encoder' && planned.isSmall ? 'small encoder' : planned.kind,
    }));
  }

  #ensure(
    id: NodeId,
    planned: PlannedNode,
    nodes: ReadonlyMap<NodeId, PlannedNode>,
    part: Part | undefined,
  ): void {
    const present = this.#stages.get(id);
    if (present && isSame(present.planned, planned)) return;
    if (present) {
      present.close();
      this.#stages.delete(id);
    }
    const close = this.#create(id, planned, nodes, part);
    if (close) this.#stages.set(id, { planned, upstream: undefined, close });
  }

  /** Returns what takes it away again; undefined when it has to wait. */
  #create(
    id: NodeId,
    planned: PlannedNode,
    nodes: ReadonlyMap<NodeId, PlannedNode>,
    part: Part | undefined,
  ): (() => void) | undefined {
    switch (planned.kind) {
      case 'decoder':
        return part?.kind === 'peer' && part.video
          ? this.#createDecoder(id, part.video)
          : undefined;
      case 'player':
        return () => {}; // the PlayerEndpoint made it and removes it
      case 'crowd':
        return part?.kind === 'crowd' && planned.upstream !== undefined
          ? this.#createCrowd(id, planned.upstream, nodes, part.options)
          : undefined;
      case 'transcoder':
        this.#pixels.addTranscoder(id, { from: planned.from, to: planned.to });
        break;
      case 'encoder':
        this.#pixels.addEncoder(id, {
          codec: planned.codec,
          isSmall: planned.isSmall,
          ...this.#limitsOf(id),
        });
        break;
    }
    return () => this.#pixels.remove(id);
  }

  #createDecoder(id: NodeId, video: IncomingVideo): () => void {
    this.#pixels.addDecoder(id, video.codec);
    const decode = (frame: EncodedVideoFrame) => this.#pixels.decode(id, frame);
    video.on('frame', decode);
    video.requestKeyFrame();
    return () => {
      video.off('frame', decode);
      this.#pixels.remove(id);
    };
  }

  /**
   * A filter that gets its first source beside another filter of the same source is that one's
   * successor: it takes over what the other has learnt of the background.
   */
  #createCrowd(
    id: NodeId,
    upstream: NodeId,
    nodes: ReadonlyMap<NodeId, PlannedNode>,
    options: CrowdPartOptions,
  ): () => void {
    const predecessor = [...this.#stages].findLast(
      ([other, stage]) =>
        other !== id && stage.planned.kind === 'crowd' && nodes.get(other)?.upstream === upstream,
    );
    this.#pixels.addCrowd(id, {
      ...options,
      ...(predecessor ? { takeOverFrom: predecessor[0] } : {}),
    });
    return () => this.#pixels.remove(id);
  }

  #connect(id: NodeId, wanted: NodeId | undefined): void {
    const stage = this.#stages.get(id);
    if (!stage) return;
    const upstream = wanted !== undefined && this.#stages.has(wanted) ? wanted : undefined;
    if (stage.upstream === upstream) return;
    stage.upstream = upstream;
    this.#pixels.setUpstream(id, upstream);
  }

  #originOf(
    id: NodeId,
    cameraOf: (id: NodeId) => IncomingVideo | undefined,
  ): IncomingVideo | undefined {
    let stage = this.#stages.get(id);
    let at = id;
    while (stage?.upstream !== undefined) {
      at = stage.upstream;
      stage = this.#stages.get(at);
    }
    return cameraOf(at);
  }
}

type CrowdPartOptions = Extract<Part, { kind: 'crowd' }>['options'];

/** Whether a stage can stay: all but its upstream, which can be changed. */
function isSame(a: PlannedNode, b: PlannedNode): boolean {
  if (a.kind === 'decoder' || a.kind === 'encoder') return b.kind === a.kind && b.codec === a.codec;
  if (a.kind === 'transcoder') return b.kind === a.kind && b.from === a.from;
  return a.kind === b.kind;
}
