import type { MediaPipeline } from '../media/MediaPipeline.js';
import type { MediaServer } from '../media/MediaServer.js';
import { markOf } from './marks.js';
import type { JointEnds, Mark } from './marks.js';

type MarkOf<Role extends Mark['role']> = Extract<Mark, { role: Role }>;

/** An element that a server has left. */
export interface LeftElement<Role extends Mark['role']> {
  readonly id: string;
  readonly mark: MarkOf<Role>;
}

/** A pipeline that a server which is gone has left in a media server: what of it is claimed goes on. */
export class LeftPipeline {
  readonly server: MediaServer;
  readonly pipeline: MediaPipeline;
  /** Kurento's session of the server that is gone; undefined when the pipeline was not finished. */
  readonly session: string | undefined;
  /** By id. */
  readonly #unclaimed: Map<string, Mark>;

  /** Releases what nobody can go on with: recordings, and what was not finished. Throws as `MediaPipeline.elements`. */
  static async examine(server: MediaServer, pipeline: MediaPipeline): Promise<LeftPipeline> {
    const marks = new Map<string, Mark>();
    for (const { id, tags } of await pipeline.elements()) {
      const mark = markOf(tags);
      if (mark) marks.set(id, mark);
      else await release(pipeline, id);
    }
    return new LeftPipeline(server, pipeline, marks);
  }

  private constructor(server: MediaServer, pipeline: MediaPipeline, marks: Map<string, Mark>) {
    this.server = server;
    this.pipeline = pipeline;
    this.#unclaimed = marks;
    const hub = [...marks.values()].find(({ role }) => role === 'origin' || role === 'edge');
    this.session = (hub as MarkOf<'origin' | 'edge'> | undefined)?.session;
  }

  has(role: Mark['role']): boolean {
    return [...this.#unclaimed.values()].some((mark) => mark.role === role);
  }

  /** The elements of a role that fit; they are the caller's from now on. */
  claim<Role extends Mark['role']>(
    role: Role,
    fits: (found: LeftElement<Role>) => boolean = () => true,
  ): LeftElement<Role>[] {
    const found = [...this.#unclaimed]
      .filter(([, mark]) => mark.role === role)
      .map(([id, mark]) => ({ id, mark: mark as MarkOf<Role> }))
      .filter(fits);
    found.forEach(({ id }) => this.#unclaimed.delete(id));
    return found;
  }

  /** Releases all of it. */
  release(): void {
    this.#unclaimed.clear();
    void this.pipeline.release();
  }

  /** Releases what nobody has claimed. */
  async releaseRest(): Promise<void> {
    for (const id of this.#unclaimed.keys()) await release(this.pipeline, id);
  }
}

/** Claims both ends of a joint. @returns them */
export function claimJoint(left: readonly LeftPipeline[], joint: JointEnds): JointEnds {
  const { entry, exit } = joint;
  left.forEach((pipeline) => pipeline.claim('joint', ({ id }) => id === entry || id === exit));
  return joint;
}

async function release(pipeline: MediaPipeline, id: string): Promise<void> {
  await (await pipeline.element(id)).release();
}
