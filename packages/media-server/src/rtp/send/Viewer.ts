import type { RtpSink } from './RtpSink.js';

/** A moved viewer's first frame comes at least this much after its last one, ticks. */
const MINIMAL_STEP = 90;

/** How one viewer sees the shared stream: the same packets, other numbers in their headers. */
export class Viewer {
  readonly sink: RtpSink;
  /** Packets sent again within the current second. */
  resent = 0;
  /** Whether it asked for a key frame within the current second. */
  askedForKeyFrame = false;
  /** Running number of its first packet; undefined while it waits for one it can start with. */
  #firstIndex: number | undefined;
  #sequenceOffset = 0;
  #timestampOffset = 0;

  constructor(sink: RtpSink) {
    this.sink = sink;
  }

  get started(): boolean {
    return this.#firstIndex !== undefined;
  }

  /** Begins with the packet `index`, right behind what another fan-out sent it before. */
  start(index: number, timestamp: number): void {
    this.#firstIndex = index;
    const before = this.sink.position;
    if (!before) return;
    this.#sequenceOffset = (before.sequence + 1 - index) & 0xffff;
    const step = (timestamp - before.timestamp) | 0;
    this.#timestampOffset = step >= MINIMAL_STEP ? 0 : MINIMAL_STEP - step;
  }

  /** Waits for a new start, behind the packet `lastIndex`. */
  stop(lastIndex: number, lastTimestamp: number): void {
    if (!this.started) return;
    this.sink.position = {
      sequence: this.sequence(lastIndex),
      timestamp: this.timestamp(lastTimestamp),
    };
    this.#firstIndex = undefined;
  }

  /** Whether both get the same bytes. */
  sees(other: Viewer): boolean {
    return (
      this.sink.payloadType === other.sink.payloadType &&
      this.sink.ssrc === other.sink.ssrc &&
      this.#sequenceOffset === other.#sequenceOffset &&
      this.#timestampOffset === other.#timestampOffset
    );
  }

  /** What this viewer gets for a running number. */
  sequence(index: number): number {
    return (index + this.#sequenceOffset) & 0xffff;
  }

  /** The last 16 bits of the running number of what this viewer got as `sequence`. */
  indexOf(sequence: number): number {
    return (sequence - this.#sequenceOffset) & 0xffff;
  }

  /** What this viewer gets for a timestamp of the stream. */
  timestamp(timestamp: number): number {
    return (timestamp + this.#timestampOffset) >>> 0;
  }

  hasGot(index: number): boolean {
    return this.#firstIndex !== undefined && index >= this.#firstIndex;
  }
}
