import type { PeerStats } from '../webrtc/stats.js';
import { peerCounters } from './counters.js';
import { GrowingSums } from './GrowingSums.js';
import type { Sample } from './Sample.js';

/** A connection that can be asked what it has counted, also once it is closed. */
export interface MeteredPeer {
  /** Undefined when it is in another process, which tells what its connections have counted. */
  counters(): Pick<PeerStats, 'inbound' | 'outbound'> | undefined;
  on(event: 'closed', listener: () => void): unknown;
}

/** Adds up what connections have counted. */
export class PeerMeter {
  readonly #sums: GrowingSums;
  readonly #peers = new Map<string, MeteredPeer>();

  /** @param sums - to which others add, too */
  constructor(sums = new GrowingSums()) {
    this.#sums = sums;
  }

  /** Number of connections. */
  get size(): number {
    return this.#peers.size;
  }

  /** Counts a connection until it is closed. */
  add(id: string, peer: MeteredPeer): void {
    this.#peers.set(id, peer);
    peer.on('closed', () => {
      this.#see(id, peer);
      this.#sums.forget(id);
      this.#peers.delete(id);
    });
  }

  /** The sums as they are now. */
  samples(): Sample[] {
    for (const [id, peer] of this.#peers) this.#see(id, peer);
    return this.#sums.samples;
  }

  #see(id: string, peer: MeteredPeer): void {
    const counters = peer.counters();
    if (counters) this.#sums.see(id, peerCounters(counters));
  }
}
