import type { Picture } from '../codec/Picture.js';
import { PixelError } from '../errors.js';
import { Stopwatch } from '../Stopwatch.js';
import type { DropCause, NodeEvents, NodeId, NodeStats } from '../types.js';

export type NodeKind = NodeStats['kind'];

/** What a node sees of the world around it. */
export interface NodeContext {
  /** Tells the main thread. */
  report<E extends keyof NodeEvents>(event: E, ...args: NodeEvents[E]): void;
  /** Whether the main thread has fallen behind with what it was told. */
  isCongested(): boolean;
  /** Drops a node that cannot go on. */
  fail(node: PixelNode, error: unknown): void;
}

/**
 * A place in the graph that pictures pass. Each picture has one owner: whoever receives it closes
 * it or hands it on. With several downstreams, all but the last get pictures that share the pixels;
 * who draws, draws on a copy.
 */
export abstract class PixelNode {
  readonly #downstreams = new Set<PixelNode>();
  #upstream: PixelNode | undefined;
  #framesIn = 0;
  #framesOut = 0;
  readonly #drops: Partial<Record<DropCause, number>> = {};
  #width = 0;
  #height = 0;
  #lastUs = Number.NEGATIVE_INFINITY;

  constructor(
    readonly id: NodeId,
    readonly kind: NodeKind,
    protected readonly context: NodeContext,
    protected readonly stopwatch = new Stopwatch(),
  ) {}

  /** Takes the picture over and lets it pass, in one go, through everything downstream. Times only grow. */
  receive(picture: Picture): void {
    this.#framesIn++;
    // Right after the upstream was changed, a picture can be older than the last one.
    if (picture.timestampUs <= this.#lastUs) {
      this.countDropped('out_of_order');
      picture.close();
      return;
    }
    this.#lastUs = picture.timestampUs;
    try {
      const result = this.stopwatch.time(() => this.process(picture));
      if (result !== undefined) this.deliver(result);
    } catch (error) {
      picture.close();
      this.context.fail(this, error);
    }
  }

  /** @throws PixelError `BAD_CONNECTION` for a circle, and where no pictures go in or come out. */
  setUpstream(upstream: PixelNode | undefined): void {
    if (upstream !== undefined) this.#checkUpstream(upstream);
    if (this.#upstream !== undefined) this.#upstream.#downstreams.delete(this);
    this.#upstream = upstream;
    if (upstream !== undefined) upstream.#downstreams.add(this);
  }

  /** Whether anything downstream wants to see the pictures (and not only to measure them). */
  get isWatched(): boolean {
    for (const node of this.#downstreams) {
      if (node.kind === 'encoder' || node.isWatched) return true;
    }
    return false;
  }

  /** Whether anything is downstream. */
  protected get isUsed(): boolean {
    return this.#downstreams.size > 0;
  }

  stats(): NodeStats {
    return {
      kind: this.kind,
      upstream: this.#upstream?.id,
      framesIn: this.#framesIn,
      framesOut: this.#framesOut,
      framesDropped: Object.values(this.#drops).reduce((sum, count) => sum + count, 0),
      drops: this.#drops,
      busyMs: this.stopwatch.elapsedMs,
      width: this.#width,
      height: this.#height,
    };
  }

  /** Leaves the graph and frees everything; resolves when nothing works any more. */
  async close(): Promise<void> {
    this.setUpstream(undefined);
    for (const node of this.#downstreams) node.setUpstream(undefined);
  }

  /** Takes the picture over. @returns The picture to pass on; undefined when it ends here. */
  protected abstract process(picture: Picture): Picture | undefined;

  /** Hands the picture over to everything downstream. */
  protected deliver(picture: Picture): void {
    this.#framesOut++;
    this.announceSize(picture);
    const downstreams = [...this.#downstreams];
    const last = downstreams.pop();
    for (const node of downstreams) node.receive(picture.share());
    if (last === undefined) picture.close();
    else last.receive(picture);
  }

  protected announceSize({ width, height }: { width: number; height: number }): void {
    if (width === this.#width && height === this.#height) return;
    this.#width = width;
    this.#height = height;
    this.context.report('format', this.id, { width, height });
  }

  protected countIn(): void {
    this.#framesIn++;
  }

  protected countOut(): void {
    this.#framesOut++;
  }

  protected countDropped(cause: DropCause): void {
    this.#drops[cause] = (this.#drops[cause] ?? 0) + 1;
  }

  #checkUpstream(upstream: PixelNode): void {
    const isSource = this.kind === 'decoder' || this.kind === 'player';
    if (isSource || upstream.kind === 'encoder' || upstream.#isFedBy(this)) {
      throw new PixelError(
        'BAD_CONNECTION',
        `The ${upstream.kind} ${upstream.id} cannot feed the ${this.kind} ${this.id}`,
      );
    }
  }

  #isFedBy(node: PixelNode): boolean {
    if (this === node) return true;
    return this.#upstream !== undefined && this.#upstream.#isFedBy(node);
  }
}
