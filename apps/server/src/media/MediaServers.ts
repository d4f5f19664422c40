import { EventEmitter, once } from 'node:events';
import type { MediaServerInfo } from '@crowdlens/schema';
import type { Logger } from 'pino';
import { MediaServerUnavailableError } from './errors.js';
import type { MediaPipeline } from './MediaPipeline.js';
import { MediaServer } from './MediaServer.js';
import type { StartMediaServer } from './MediaServer.js';

/** All media servers. Pipelines go to those that are available, in turn. Emits `available` when one comes (back). */
export class MediaServers extends EventEmitter<{ available: [] }> {
  /** Also those that cannot be used now. */
  readonly all: readonly MediaServer[];
  #turn = 0;

  constructor(starts: readonly StartMediaServer[], log: Logger) {
    super();
    this.all = starts.map((start) => new MediaServer(start, log));
    this.all.forEach((server) => server.on('available', () => this.emit('available')));
  }

  /** How many can be used now. */
  get availableCount(): number {
    return this.all.filter((server) => server.available).length;
  }

  /** Those that can be used now. */
  get infos(): MediaServerInfo[] {
    return this.all.flatMap(({ info }) => info ?? []);
  }

  /** True once one can be used; false when none can after `timeoutMs`. */
  async untilAvailable(timeoutMs: number): Promise<boolean> {
    if (this.availableCount > 0) return true;
    try {
      await once(this, 'available', { signal: AbortSignal.timeout(timeoutMs) });
      return true;
    } catch {
      return false;
    }
  }

  /** @throws MediaServerUnavailableError when none is available */
  createPipeline(): Promise<MediaPipeline> {
    const available = this.all.filter((server) => server.available);
    const server = available[this.#turn % available.length];
    this.#turn += 1;
    return server
      ? server.createPipeline()
      : Promise.reject(new MediaServerUnavailableError('No media server is available.'));
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((server) => server.close()));
  }
}
