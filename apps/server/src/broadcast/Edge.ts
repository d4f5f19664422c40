import { Joint } from '../media/Joint.js';
import type { PipelineTags } from '../media/MediaConnection.js';
import type { MediaElement } from '../media/MediaElement.js';
import type { MediaPipeline } from '../media/MediaPipeline.js';
import type { MediaServer } from '../media/MediaServer.js';

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
  readonly #tags: PipelineTags;
  readonly #endWork: () => void;
  readonly #lostListeners = new Set<() => void>();
  #joint: Joint | undefined;
  #isOver = false;

  /** @param tags - of its pipeline and of those behind it. @throws KurentoError, MediaServerUnavailableError */
  static origin(server: MediaServer, tags: PipelineTags): Promise<Edge> {
    return Edge.#create(server, tags, server.take(DETECTING));
  }

  /** Gets from the origin what viewers see and hear. Throws as {@link Edge.origin}. */
  static async behind(origin: Edge, server: MediaServer): Promise<Edge> {
    const edge = await Edge.#create(server, origin.#tags, origin.server.take(1));
    try {
      const joint = await Joint.create(origin.pipeline, edge.pipeline, () => edge.#lost());
      edge.#joint = joint;
      await joint.exit.connect(edge.hub);
      await origin.hub.connect(joint.entry);
      return edge;
    } catch (error) {
      edge.close();
      throw error;
    }
  }

  static async #create(
    server: MediaServer,
    tags: PipelineTags,
    endWork: () => void,
  ): Promise<Edge> {
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
    tags: PipelineTags,
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

  #lost(): void {
    const listeners = [...this.#lostListeners];
    this.close();
    listeners.forEach((listener) => listener());
  }
}
