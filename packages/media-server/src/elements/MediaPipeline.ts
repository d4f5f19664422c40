import type { Logger } from 'pino';
import { ConnectionTable } from './ConnectionTable.js';
import type { ElementContext } from './context.js';
import { toDot } from './dot.js';
import { Hub } from './Hub.js';
import type { PipelineMedia } from './media.js';
import { MediaElement } from './MediaElement.js';
import { MediaObject } from './MediaObject.js';

/** The frame in which elements are connected; its children are its elements and hubs. */
export class MediaPipeline extends MediaObject {
  static override readonly qualifiedType = 'kurento.MediaPipeline';

  /** Whether latencies are measured, and part of the elements' statistics. */
  latencyStats = false;
  readonly connections = new ConnectionTable();
  #media: PipelineMedia | undefined;

  private constructor(context: ElementContext) {
    super(context, undefined);
  }

  static async create(context: ElementContext): Promise<MediaPipeline> {
    const pipeline = new MediaPipeline(context);
    pipeline.#media = await context.engine.openPipeline(pipeline);
    pipeline.log.info('pipeline created');
    return pipeline;
  }

  get mediaPipeline(): this {
    return this;
  }

  /** Each line has the pipeline's id and its tags, by which clients say what the pipeline is for. */
  override get log(): Logger {
    const tags = Object.fromEntries(this.getTags().map(({ key, value }) => [key, value]));
    return this.context.log.child({ pipeline: this.id, tags });
  }

  override addTag(key: string, value: string): void {
    super.addTag(key, value);
    this.log.info('pipeline tagged');
  }

  /** The ports of its hubs are elements, too. */
  get elements(): MediaElement[] {
    const elements: MediaElement[] = [];
    for (const child of this.children) {
      if (child instanceof MediaElement) elements.push(child);
      else if (child instanceof Hub) elements.push(...child.ports);
    }
    return elements;
  }

  /** Media of this pipeline; there from `create` on. */
  get media(): PipelineMedia {
    if (!this.#media) throw new Error('The pipeline has no media yet: make it with create()');
    return this.#media;
  }

  /** Elements were connected, disconnected or released: media follows soon. */
  topologyChanged(): void {
    if (!this.isReleased) this.media.topologyChanged();
  }

  /** The elements, their connections and the stages behind them as a graph for Graphviz. */
  getGstreamerDot(): string {
    return toDot(this.elements, this.connections, this.media.describe());
  }

  /** Writes the graph to the log. */
  dumpGstreamerDot(): void {
    this.log.info({ dot: this.getGstreamerDot() }, 'pipeline graph');
  }

  protected override async onRelease(): Promise<void> {
    await this.#media?.close();
    this.log.info('pipeline released');
  }
}
