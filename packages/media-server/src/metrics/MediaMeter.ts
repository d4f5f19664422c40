import type { PixelLoad, PixelStats } from '../pixels/types.js';
import type { PeerStats } from '../webrtc/stats.js';
import { peerCounters, stageCounters } from './counters.js';
import { GrowingSums } from './GrowingSums.js';
import type { Sample } from './Sample.js';

/** A connection that can be asked what it has counted; one in another process takes a moment. */
export interface MeteredPeer {
  getStats(): PeerStats | Promise<PeerStats>;
  on(event: 'closed', listener: () => void): unknown;
}

/** What a pipeline's worker thread said last. */
interface Pixels {
  readonly stages: readonly string[];
  readonly load: PixelLoad;
}

/** Knows what the pipelines of a media server do, and adds up what they have done. */
export class MediaMeter {
  readonly #sums = new GrowingSums();
  readonly #peers = new Map<string, MeteredPeer>();
  /** By pipeline. */
  readonly #pixels = new Map<string, Pixels>();

  /** Counts a connection until it is closed. @param id - of its endpoint */
  peer(id: string, peer: MeteredPeer): void {
    this.#peers.set(id, peer);
    peer.on('closed', () => {
      this.#peers.delete(id);
      void this.#see(id, peer).finally(() => this.#sums.forget(id));
    });
  }

  /** Takes what the stages of a pipeline tell, about once a second. */
  pixels(pipeline: string, stats: PixelStats, load: PixelLoad): void {
    const stages = Object.keys(stats).map((node) => `${pipeline} ${node}`);
    for (const ended of this.#pixels.get(pipeline)?.stages ?? []) {
      if (!stages.includes(ended)) this.#sums.forget(ended);
    }
    Object.values(stats).forEach((node, index) =>
      this.#sums.see(stages[index]!, stageCounters(node)),
    );
    this.#pixels.set(pipeline, { stages, load });
  }

  /** The stages of a pipeline have ended. */
  pixelsGone(pipeline: string): void {
    this.#pixels.get(pipeline)?.stages.forEach((stage) => this.#sums.forget(stage));
    this.#pixels.delete(pipeline);
  }

  /** All numbers as they are now. */
  async samples(): Promise<Sample[]> {
    await Promise.all(Array.from(this.#peers, ([id, peer]) => this.#see(id, peer)));
    const loads = Array.from(this.#pixels.values(), ({ load }) => load);
    const waiting = (direction: keyof PixelLoad): Sample => ({
      name: 'pixel_messages_waiting',
      labels: { direction },
      value: loads.reduce((sum, load) => sum + load[direction], 0),
    });
    return [
      ...this.#sums.samples,
      waiting('in'),
      waiting('out'),
      { name: 'peers', labels: {}, value: this.#peers.size },
      { name: 'pixel_workers', labels: {}, value: this.#pixels.size },
    ];
  }

  async #see(id: string, peer: MeteredPeer): Promise<void> {
    try {
      this.#sums.see(id, peerCounters(await peer.getStats()));
    } catch {
      // Its process has ended, and its counters with it.
    }
  }
}
