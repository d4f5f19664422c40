import type { Logger } from 'pino';
import type { MediaServer } from '../media/MediaServer.js';
import type { MediaServers } from '../media/MediaServers.js';
import { LeftPipeline } from './LeftPipeline.js';

/** What a server that is gone has left in the media servers. */
export class Legacy {
  readonly #log: Logger;
  /** Kurento's sessions of servers that are gone. */
  readonly #sessions = new Map<string, MediaServer>();
  /** By broadcast; what is taken is not in it any more. */
  readonly #pipelines = new Map<string, LeftPipeline[]>();

  /**
   * Finds it. What cannot be examined is left alone, and ends by itself.
   *
   * @param key - a tag of all its pipelines, and `value` that tag's value; the tag `broadcast` says what they are for
   */
  static async find(
    media: MediaServers,
    { key, value }: { key: string; value: string },
    log: Logger,
  ): Promise<Legacy> {
    const legacy = new Legacy(log);
    const present = media.all.filter(({ available }) => available);
    await Promise.all(present.map((server) => legacy.#search(server, key, value)));
    return legacy;
  }

  private constructor(log: Logger) {
    this.#log = log;
  }

  /** The pipelines of a broadcast; they are the caller's from now on. */
  take(broadcastId: string): LeftPipeline[] {
    const pipelines = this.#pipelines.get(broadcastId) ?? [];
    this.#pipelines.delete(broadcastId);
    return pipelines;
  }

  /** Makes what happened meanwhile happen to who has taken it. */
  async succeed(): Promise<void> {
    await Promise.all([...this.#sessions].map(([session, server]) => server.succeed(session)));
  }

  /** Releases what nobody has taken. */
  releaseRest(): void {
    for (const left of this.#pipelines.values()) {
      left.forEach((pipeline) => pipeline.release());
    }
    this.#pipelines.clear();
  }

  async #search(server: MediaServer, key: string, value: string): Promise<void> {
    try {
      for (const { pipeline, tags } of await server.pipelines(key, value)) {
        const left = await LeftPipeline.examine(server, pipeline);
        if (left.session !== undefined) this.#sessions.set(left.session, server);
        const id = tags['broadcast'] ?? '';
        this.#pipelines.set(id, [...(this.#pipelines.get(id) ?? []), left]);
      }
    } catch (error) {
      this.#log.warn({ err: error }, 'what a server left at a media server cannot be found');
    }
  }
}
