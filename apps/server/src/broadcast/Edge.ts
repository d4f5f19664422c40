import { Joint } from '../media/Joint.js';
import type { MediaElement } from '../media/MediaElement.js';
import type { MediaPipeline } from '../media/MediaPipeline.js';
import type { MediaServer } from '../media/MediaServer.js';
import type { Tags } from '../media/RemoteObject.js';
import { claimJoint } from './LeftPipeline.js';
import type { LeftPipeline } from './LeftPipeline.js';
import { mark, markJoint } from './marks.js';

/** What detecting and encoding costs a media server, counted in viewers: 200 ms and 2 ms of a core a second. */
const DETECTING = 100;

/**
 * One broadcast at one media server: who watches it there hangs on its hub. At the origin, where the
 * detector is, that is the processed stream itself; elsewhere a joint brings it from there.
 */
export class Edge {
  readonly server: MediaServer;
  readonly pipeline: MediaPipeline;
  readonly hub: MediaElement;
  /** Of its pipeline. */
  readonly #tags: Tags;
  readonly #endWork: () => void;
  readonly #lostListeners = new Set<() => void>();
  #joint: Joint | undefined;
  #isOver = false;

  /** @param tags - of its pipeline and of those behind it. @throws KurentoError, MediaServerUnavailableError */
  static async origin(server: MediaServer, tags: Tags): Promise<Edge> {
    const edge = await Edge.#create(server, tags, server.take(DETECTING));
    return edge.#marked();
  }

  /** Gets from the origin what viewers see and hear. Throws as {@link Edge.origin}. */
  static async behind(origin: Edge, server: MediaServer): Promise<Edge> {
    const edge = await Edge.#create(server, origin.#tags, origin.server.take(1));
    try {
      const joint = await Joint.create(origin.pipeline, edge.pipeline, () => edge.#lost());
      edge.#joint = joint;
      await joint.exit.connect(edge.hub);
      await origin.hub.connect(joint.entry);
      return await edge.#marked();
    } catch (error) {
      edge.close();
      throw error;
    }
  }

  /** Goes on with an origin that another server has made. @throws Error when it is not whole; as {@link Edge.origin} */
  static async takeOverOrigin(left: LeftPipeline, tags: Tags): Promise<Edge> {
    const { server } = left;
    const edge = await Edge.#takeOver(left, left.claim('origin'), tags, server.take(DETECTING));
    return edge.#marked();
  }

  /**
   * Goes on with an edge that another server has made. Throws as {@link Edge.takeOverOrigin}.
   *
   * @param all - what that server has left; the joint begins elsewhere
   */
  static async takeOver(
    left: LeftPipeline,
    all: readonly LeftPipeline[],
    origin: Edge,
  ): Promise<Edge> {
    const hubs = left.claim('edge');
    const edge = await Edge.#takeOver(left, hubs, origin.#tags, origin.server.take(1));
    try {
      const ends = claimJoint(all, hubs[0]!.mark.joint);
      edge.#joint = await Joint.find(origin.pipeline, edge.pipeline, ends, () => edge.#lost());
      return await edge.#marked();
    } catch (error) {
      edge.close();
      throw error;
    }
  }

  static async #takeOver(
    { server, pipeline }: LeftPipeline,
    [hub]: readonly { readonly id: string }[],
    tags: Tags,
    endWork: () => void,
  ): Promise<Edge> {
    try {
      if (!hub) throw new Error(`What is left in pipeline ${pipeline.id} is not whole.`);
      return new Edge(server, tags, pipeline, await pipeline.element(hub.id), endWork);
    } catch (error) {
      endWork();
      throw error;
    }
  }

  static async #create(server: MediaServer, tags: Tags, endWork: () => void): Promise<Edge> {
    let pipeline: MediaPipeline | undefined;
    try {
      pipeline = await server.createPipeline(tags);
      return new Edge(server, tags, pipeline, await pipeline.createPassThrough(), endWork);
    } catch (error) {
      void pipeline?.release();
      endWork();
      throw error;
    }
  }

  private constructor(
    server: MediaServer,
    tags: Tags,
    pipeline: MediaPipeline,
    hub: MediaElement,
    endWork: () => void,
  ) {
    this.server = server;
    this.#tags = tags;
    this.pipeline = pipeline;
    this.hub = hub;
    this.#endWork = endWork;
    pipeline.onLost(() => this.#lost());
  }

  /** Calls when its media server is gone, or the way to it; not after {@link close}. @returns what ends that */
  onLost(listener: () => void): () => void {
    this.#lostListeners.add(listener);
    return () => this.#lostListeners.delete(listener);
  }

  /** Frees everything in the media servers; idempotent. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#lostListeners.clear();
    this.#endWork();
    this.#joint?.release();
    void this.pipeline.release();
  }

  /** For the server that goes on with it when this one is gone. */
  async #marked(): Promise<this> {
    const { sessionId: session } = this.server;
    if (!this.#joint) {
      await mark(this.hub, { role: 'origin', session });
      return this;
    }
    await mark(this.hub, { role: 'edge', session, joint: await markJoint(this.#joint) });
    return this;
  }

  #lost(): void {
    const listeners = [...this.#lostListeners];
    this.close();
    listeners.forEach((listener) => listener());
  }
}
