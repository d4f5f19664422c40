import type { PixelLoad, PixelStats } from '../pixels/types.js';
import { stageCounters } from './counters.js';
import { GrowingSums } from './GrowingSums.js';
import { PeerMeter, type MeteredPeer } from './PeerMeter.js';
import type { Sample } from './Sample.js';

/** What a pipeline's worker thread said last. */
interface Pixels {
  readonly stages: readonly string[];
  readonly load: PixelLoad;
}

/** Knows what the pipelines of a media server do, and adds up what they have done. */
export class MediaMeter {
  readonly #sums = new GrowingSums();
  readonly #peers = new PeerMeter(this.#sums);
  /** By pipeline. */
  readonly #pixels = new Map<string, Pixels>();

  /** Counts a connection until it is closed. @param id - of its endpoint */
  peer(id: string, peer: MeteredPeer): void {
    this.#peers.add(id, peer);
  }

  /** Takes what the connections of another process have counted so far, about once a second. */
  process(pid: number, counters: readonly Sample[]): void {
    this.#sums.see(`process ${pid}`, counters);
  }

  /** A process has ended. What it counted after it was last heard is missing. */
  processGone(pid: number): void {
    this.#sums.forget(`process ${pid}`);
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

  /** All numbers as they are now; those of other processes as they last told them. */
  samples(): Sample[] {
    const loads = Array.from(this.#pixels.values(), ({ load }) => load);
    const waiting = (direction: keyof PixelLoad): Sample => ({
      name: 'pixel_messages_waiting',
      labels: { direction },
      value: loads.reduce((sum, load) => sum + load[direction], 0),
    });
    return [
      ...this.#peers.samples(),
      waiting('in'),
      waiting('out'),
      { name: 'peers', labels: {}, value: this.#peers.size },
      { name: 'pixel_workers', labels: {}, value: this.#pixels.size },
    ];
  }
}
