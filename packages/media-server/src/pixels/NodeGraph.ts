import type { EncodedAudioFrame, EncodedVideoFrame, VideoCodecName } from '../frames.js';
import type { OverlayMode } from '../overlayMode.js';
import { Backlog } from './Backlog.js';
import { PixelError } from './errors.js';
import { LiveTranscoder, type TranscoderOptions } from './LiveTranscoder.js';
import type { WorkerCalls } from './messages.js';
import { CrowdNode } from './nodes/CrowdNode.js';
import { DecoderNode } from './nodes/DecoderNode.js';
import { EncoderNode } from './nodes/EncoderNode.js';
import type { NodeContext, PixelNode } from './nodes/PixelNode.js';
import { PlayerNode } from './nodes/PlayerNode.js';
import { Recording } from './recorder/Recording.js';
import type { RecordingOptions } from './recorder/Recording.js';
import type {
  CrowdNodeOptions,
  EncoderOptions,
  EncoderTarget,
  NodeId,
  PixelStats,
  PlayerInfo,
  PlayerOptions,
} from './types.js';

/** Where the graph's news go. */
export interface GraphOutput extends Pick<NodeContext, 'report' | 'isCongested'> {
  reportFailure(node: NodeId, error: unknown): void;
}

/** The nodes, transcoders and recordings of one pipeline, in the worker. Calls on an unknown node are ignored: it may just have failed. */
export class NodeGraph implements WorkerCalls {
  readonly #nodes = new Map<NodeId, PixelNode>();
  readonly #recordings = new Map<NodeId, Recording>();
  readonly #transcoders = new Map<NodeId, LiveTranscoder>();
  readonly #openings = new Map<NodeId, AbortController>();
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #output: GraphOutput;
  readonly #context: NodeContext;

  constructor(output: GraphOutput) {
    this.#output = output;
    this.#context = { ...output, fail: (node, error) => this.fail(node.id, error) };
  }

  addDecoder(id: NodeId, codec: VideoCodecName, waiting: SharedArrayBuffer): void {
    this.#add(new DecoderNode(id, this.#context, codec, new Backlog(waiting)));
  }

  decode(id: NodeId, frame: EncodedVideoFrame): void {
    this.#find(id, DecoderNode)?.decode(frame);
  }

  addPlayer(id: NodeId, uri: string, options: PlayerOptions = {}): Promise<PlayerInfo> {
    const opening = new AbortController();
    this.#openings.set(id, opening);
    return this.#track(this.#openPlayer(id, uri, options, opening.signal)).finally(() => {
      this.#openings.delete(id);
    });
  }

  play(id: NodeId): void {
    this.#find(id, PlayerNode)?.play();
  }

  pause(id: NodeId): void {
    this.#find(id, PlayerNode)?.pause();
  }

  stop(id: NodeId): void {
    this.#find(id, PlayerNode)?.stop();
  }

  seek(id: NodeId, positionMs: number): void {
    this.#find(id, PlayerNode)?.seek(positionMs);
  }

  addCrowd(id: NodeId, options: CrowdNodeOptions): void {
    const { takeOverFrom } = options;
    const predecessor =
      takeOverFrom === undefined ? undefined : this.#find(takeOverFrom, CrowdNode);
    this.#add(new CrowdNode(id, this.#context, options, predecessor));
  }

  setProcessingWidth(id: NodeId, width: number): void {
    this.#find(id, CrowdNode)?.setProcessingWidth(width);
  }

  setOverlay(id: NodeId, mode: OverlayMode): void {
    this.#find(id, CrowdNode)?.setOverlay(mode);
  }

  async takeSnapshot(id: NodeId): Promise<Uint8Array> {
    const node = this.#find(id, CrowdNode);
    if (!node) throw new PixelError('NO_PICTURE', `The filter ${id} gets no pictures`);
    return node.takeSnapshot();
  }

  addEncoder(id: NodeId, options: EncoderOptions): void {
    this.#add(new EncoderNode(id, this.#context, options));
  }

  setEncoderTarget(id: NodeId, target: EncoderTarget): void {
    this.#find(id, EncoderNode)?.setTarget(target);
  }

  requestKeyFrame(id: NodeId): void {
    this.#find(id, EncoderNode)?.requestKeyFrame();
  }

  setUpstream(id: NodeId, upstream: NodeId | undefined): void {
    const node = this.#nodes.get(id);
    node?.setUpstream(upstream === undefined ? undefined : this.#nodes.get(upstream));
  }

  addTranscoder(id: NodeId, options: TranscoderOptions, waiting: SharedArrayBuffer): void {
    const transcoder = new LiveTranscoder(options, new Backlog(waiting), (frame) => {
      if (!this.#output.isCongested()) this.#output.report('audio', id, frame);
    });
    this.#transcoders.set(id, transcoder);
  }

  transcode(id: NodeId, frame: EncodedAudioFrame): void {
    this.#transcoders.get(id)?.take(frame);
  }

  addRecording(id: NodeId, options: RecordingOptions, waiting: SharedArrayBuffer): void {
    const fail = (error: unknown) => this.fail(id, error);
    this.#recordings.set(id, new Recording(options, new Backlog(waiting), fail));
  }

  record(id: NodeId, frame: EncodedVideoFrame | EncodedAudioFrame): void {
    this.#recordings.get(id)?.write(frame);
  }

  pauseRecording(id: NodeId): void {
    this.#recordings.get(id)?.pause();
  }

  async finishRecording(id: NodeId): Promise<void> {
    const recording = this.#recordings.get(id);
    this.#recordings.delete(id);
    if (recording !== undefined) await this.#track(recording.close());
  }

  remove(id: NodeId): void {
    void this.finishRecording(id);
    this.#openings.get(id)?.abort();
    this.#transcoders.get(id)?.close();
    this.#transcoders.delete(id);
    const node = this.#nodes.get(id);
    if (node === undefined) return;
    this.#nodes.delete(id);
    void this.#track(node.close());
  }

  /** Drops a node and says so. */
  fail(id: NodeId, error: unknown): void {
    this.remove(id);
    this.#output.reportFailure(id, error);
  }

  stats(): PixelStats {
    return Object.fromEntries([...this.#nodes].map(([id, node]) => [id, node.stats()]));
  }

  /** Resolves when every node is free of native memory and no thread works for one. */
  async close(): Promise<void> {
    for (const opening of this.#openings.values()) opening.abort();
    for (const all of [this.#nodes, this.#recordings, this.#transcoders]) {
      for (const id of all.keys()) this.remove(id);
    }
    await Promise.allSettled(this.#underWay);
  }

  async #openPlayer(
    id: NodeId,
    uri: string,
    options: PlayerOptions,
    signal: AbortSignal,
  ): Promise<PlayerInfo> {
    const player = await PlayerNode.open(id, this.#context, { uri, ...options }, signal);
    if (signal.aborted) {
      await player.close();
      throw new PixelError('CANNOT_OPEN', `The player ${id} was removed before it was open`);
    }
    this.#add(player);
    return player.info;
  }

  /** Remembers what {@link close} has to wait for. */
  #track<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work);
    const forget = () => this.#underWay.delete(work);
    work.then(forget, forget);
    return work;
  }

  #add(node: PixelNode): void {
    if (this.#nodes.has(node.id)) {
      void node.close();
      throw new PixelError('BAD_NODE', `There is a node ${node.id} already`);
    }
    this.#nodes.set(node.id, node);
  }

  #find<N extends PixelNode>(
    id: NodeId,
    kind: abstract new (...args: never[]) => N,
  ): N | undefined {
    const node = this.#nodes.get(id);
    return node instanceof kind ? node : undefined;
  }
}
