import type { FanOutProcess } from '../fanout/FanOutProcess.js';
import { RemoteSink } from '../fanout/RemoteSink.js';
import type { RtpSink } from '../rtp/send/RtpSink.js';
import type { ViewerSink } from './parts.js';

/** What sends a stream to the viewers of one process. */
interface FanOutTo<Sink> {
  readonly size: number;
  add(sink: Sink): void;
  remove(sink: Sink): void;
  close(): void;
}

/** One stream to all its viewers: a fan-out here, and one in each other process that serves some of them. */
export class FanOuts<Here extends FanOutTo<RtpSink>, There extends FanOutTo<RemoteSink>> {
  readonly #here: Here;
  readonly #open: (process: FanOutProcess) => There;
  readonly #there = new Map<FanOutProcess, There>();
  readonly #sinks = new Set<ViewerSink>();

  /** @param open Makes the one of another process, which is closed when its last viewer goes. */
  constructor(here: Here, open: (process: FanOutProcess) => There) {
    this.#here = here;
    this.#open = open;
  }

  /** Number of viewers. */
  get size(): number {
    return this.#sinks.size;
  }

  /** All of them, to be given each frame. */
  *[Symbol.iterator](): Iterator<Here | There> {
    yield this.#here;
    yield* this.#there.values();
  }

  /** Serves these viewers, and no others any longer. */
  setSinks(sinks: readonly ViewerSink[]): void {
    this.keepSinks(sinks);
    for (const sink of sinks) this.#add(sink);
  }

  /** Serves those no longer that are not among these. */
  keepSinks(sinks: readonly ViewerSink[]): void {
    const kept = new Set(sinks);
    for (const sink of this.#sinks) if (!kept.has(sink)) this.#remove(sink);
  }

  /** Lets all viewers go; idempotent. */
  close(): void {
    this.setSinks([]);
    this.#here.close();
  }

  #add(sink: ViewerSink): void {
    if (this.#sinks.has(sink)) return;
    this.#sinks.add(sink);
    if (sink instanceof RemoteSink) this.#at(sink.process).add(sink);
    else this.#here.add(sink);
  }

  #remove(sink: ViewerSink): void {
    this.#sinks.delete(sink);
    if (!(sink instanceof RemoteSink)) {
      this.#here.remove(sink);
      return;
    }
    const fanOut = this.#there.get(sink.process);
    fanOut?.remove(sink);
    if (fanOut?.size !== 0) return;
    fanOut.close();
    this.#there.delete(sink.process);
  }

  #at(process: FanOutProcess): There {
    const fanOut = this.#there.get(process) ?? this.#open(process);
    this.#there.set(process, fanOut);
    return fanOut;
  }
}
