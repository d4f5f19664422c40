import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import { ownUsage, type ProcessUsage } from '../metrics/ProcessUsage.js';
import type { Sample } from '../metrics/Sample.js';
import type { WebRtcPeer } from '../webrtc/WebRtcPeer.js';
import { FanOutProcess } from './FanOutProcess.js';

export interface FanOutProcessesOptions {
  /** Viewers that the media server's own process serves, and each further one; 0: all stay in that one. */
  readonly viewersPerProcess: number;
  /** One UDP port for each process; without them each peer takes any free one. */
  readonly udpMuxPorts?: readonly number[] | undefined;
  readonly meter: ProcessMeter;
  readonly log: Logger;
}

/** Is told what the connections of other processes have counted. */
export interface ProcessMeter {
  process(pid: number, counters: readonly Sample[]): void;
  processGone(pid: number): void;
}

/** A process without viewers is kept for this long: the next ones need not wait for its start. */
const IDLE_MS = 30_000;
/** After a process could not even start, no other is tried for this long. */
const RETRY_MS = 10_000;

/**
 * The processes that serve the viewers beyond those that the media server's own one serves: started
 * when they are needed, no more than there are processors, and ended when they are idle.
 */
export class FanOutProcesses {
  readonly #options: FanOutProcessesOptions;
  readonly #ports: number[] | undefined;
  readonly #processes = new Set<FanOutProcess>();
  readonly #viewersHere = new Set<WebRtcPeer>();
  #endedCpuUs = 0;
  #failedMs = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(options: FanOutProcessesOptions) {
    this.#options = options;
    this.#ports = options.udpMuxPorts && [...options.udpMuxPorts];
  }

  /** Which one serves the next viewer; undefined: the media server's own process. */
  next(): FanOutProcess | undefined {
    if (!this.#isFull(this.#viewersHere)) return undefined;
    const processes = [...this.#processes].sort((a, b) => a.size - b.size);
    return processes.findLast((process) => !this.#isFull(process)) ?? this.#start() ?? processes[0];
  }

  /** The media server's own process serves a viewer. */
  keep(viewer: WebRtcPeer): void {
    this.#viewersHere.add(viewer);
    viewer.once('closed', () => this.#viewersHere.delete(viewer));
  }

  /** Of this process and all that it has started, those that have ended included. */
  async usage(): Promise<ProcessUsage> {
    // Whoever ends from here on is among those that are asked.
    let cpuUs = this.#endedCpuUs;
    let memoryBytes = 0;
    const asked = Array.from(this.#processes, (process) => process.usage());
    for (const usage of [ownUsage(), ...(await Promise.all(asked))]) {
      cpuUs += usage.cpuUs;
      memoryBytes += usage.memoryBytes;
    }
    return { cpuUs, memoryBytes };
  }

  /** Ends all processes. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(Array.from(this.#processes, (process) => this.#end(process)));
  }

  #isFull({ size }: { readonly size: number }): boolean {
    const { viewersPerProcess } = this.#options;
    return viewersPerProcess > 0 && size >= viewersPerProcess;
  }

  #start(): FanOutProcess | undefined {
    const isTooSoon = performance.now() - this.#failedMs < RETRY_MS;
    const isAtMost = this.#processes.size >= availableParallelism() || this.#ports?.length === 0;
    if (this.#closed || isTooSoon || isAtMost) return undefined;
    const port = this.#ports?.pop();
    const process = new FanOutProcess(this.#options.log, port);
    this.#processes.add(process);
    const { meter } = this.#options;
    // One that tells of itself has been started, and so has a number.
    process.on('counted', (counters) => meter.process(process.pid!, counters));
    void process.exited.then(() => port !== undefined && this.#ports?.push(port));
    process.once('died', () => {
      if (!process.hasStarted) this.#failedMs = performance.now();
      this.#remove(process);
    });
    const idle = setTimeout(() => {
      if (process.size === 0) void this.#end(process);
    }, IDLE_MS).unref();
    process.on('empty', () => idle.refresh());
    return process;
  }

  async #end(process: FanOutProcess): Promise<void> {
    this.#remove(process);
    await process.close();
  }

  #remove(process: FanOutProcess): void {
    if (!this.#processes.delete(process)) return;
    this.#endedCpuUs += process.lastUsage.cpuUs;
    if (process.pid !== undefined) this.#options.meter.processGone(process.pid);
  }
}
