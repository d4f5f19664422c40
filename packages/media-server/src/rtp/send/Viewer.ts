import { DelayMeter } from './DelayMeter.js';
import { LossMeter } from './LossMeter.js';
import type { SentPacket } from './PacketRing.js';
import type { OutgoingPacket, PlayoutDelay } from '../packets/OutgoingPacket.js';
import type { Rendition } from './Rendition.js';
import type { RtpSink } from './RtpSink.js';

/** A moved viewer's first frame comes at least this much after its last one, ticks. */
const MINIMAL_STEP = 90;
/**
 * What a viewer may have again, as a share of what it was sent in the second before: a path that
 * loses more is too narrow, and would lose the repairs, too.
 */
const MAX_RESENT_SHARE = 0.3;
const MIN_RESENT_PER_SECOND = 20;
/** Time for repairs, while some are needed: a retransmission or two. */
const REPAIR_MS = 500;
/** Former spans of which lost packets can still be sent again. */
const MAX_SPANS = 4;

/** What a viewer got of one rendition without a break, and the numbers it knows these packets by. */
interface Span {
  readonly rendition: Rendition;
  /** Running number of its first packet. */
  readonly first: number;
  /** Running number of its last packet; undefined while it goes on. */
  last: number | undefined;
  readonly sequenceOffset: number;
  readonly timestampOffset: number;
}

/** How one viewer sees the shared stream: the same packets, other numbers in their headers. */
export class Viewer {
  readonly sink: RtpSink;
  /** Whether it asked for a key frame within the current second. */
  askedForKeyFrame = false;
  readonly loss = new LossMeter();
  readonly delay = new DelayMeter();
  /** Whether it has lost packets lately. */
  isLosing = false;
  #sent = 0;
  #mayResend = MIN_RESENT_PER_SECOND;
  #rendition: Rendition;
  /** Undefined while it waits for a frame that it can start with. */
  #span: Span | undefined;
  readonly #formerSpans: Span[] = [];

  constructor(sink: RtpSink, rendition: Rendition) {
    this.sink = sink;
    this.#rendition = rendition;
  }

  /** What it gets, or waits for. */
  get rendition(): Rendition {
    return this.#rendition;
  }

  get started(): boolean {
    return this.#span !== undefined;
  }

  /** How long its pictures may wait: not at all, as long as none needs repair. Undefined if it cannot be told. */
  get playoutDelay(): PlayoutDelay | undefined {
    const id = this.sink.playoutDelayId;
    return id === undefined ? undefined : { id, minMs: 0, maxMs: this.isLosing ? REPAIR_MS : 0 };
  }

  /** Begins with the rendition's next packet, right behind what it was sent before. */
  start(timestamp: number): void {
    const rendition = this.#rendition;
    const span = { rendition, first: rendition.next, last: undefined };
    const before = this.sink.position;
    if (!before) {
      this.#span = { ...span, sequenceOffset: 0, timestampOffset: 0 };
      return;
    }
    const step = (timestamp - before.timestamp) | 0;
    this.#span = {
      ...span,
      sequenceOffset: (before.sequence + 1 - rendition.next) & 0xffff,
      timestampOffset: step >= MINIMAL_STEP ? 0 : MINIMAL_STEP - step,
    };
  }

  /** Waits for a new start. */
  stop(): void {
    const span = this.#span;
    if (!span) return;
    const { rendition } = span;
    this.#span = undefined;
    span.last = rendition.next - 1;
    // Nothing was sent of it.
    if (span.last < span.first) return;
    this.sink.position = {
      sequence: (span.last + span.sequenceOffset) & 0xffff,
      timestamp: (rendition.timestamp + span.timestampOffset) >>> 0,
    };
    this.#formerSpans.unshift(span);
    this.#formerSpans.splice(MAX_SPANS);
  }

  /** Waits for a start with another rendition, to which what it was sent so far matters or not. */
  moveTo(rendition: Rendition, { isOfSameSource }: { isOfSameSource: boolean }): void {
    this.stop();
    if (!isOfSameSource) this.#formerSpans.splice(0);
    this.#rendition = rendition;
  }

  /** It was sent so many packets. */
  sent(packets: number): void {
    this.#sent += packets;
    this.loss.sent(packets);
  }

  /** Takes one of the packets that it may have again; beyond them, requests are ignored until the second is over. */
  mayHaveAgain(): boolean {
    return this.#mayResend-- > 0;
  }

  everySecond(): void {
    this.#mayResend = Math.max(MIN_RESENT_PER_SECOND, Math.round(this.#sent * MAX_RESENT_SHARE));
    this.#sent = 0;
    this.askedForKeyFrame = false;
  }

  /** Whether both get the same bytes of a rendition. */
  sees(other: Viewer): boolean {
    return (
      this.sink.payloadType === other.sink.payloadType &&
      this.sink.ssrc === other.sink.ssrc &&
      this.sink.playoutDelayId === other.sink.playoutDelayId &&
      this.isLosing === other.isLosing &&
      this.#span?.sequenceOffset === other.#span?.sequenceOffset &&
      this.#span?.timestampOffset === other.#span?.timestampOffset
    );
  }

  /** What this viewer gets for a running number. */
  sequence(index: number): number {
    return (index + (this.#span?.sequenceOffset ?? 0)) & 0xffff;
  }

  /** What this viewer gets for a timestamp of the stream. */
  timestamp(timestamp: number): number {
    return (timestamp + (this.#span?.timestampOffset ?? 0)) >>> 0;
  }

  /** Writes its header to the packet of a running number. */
  write(packet: OutgoingPacket, index: number, timestamp: number): void {
    this.#write(packet, this.sequence(index), this.timestamp(timestamp));
  }

  /** The packet that it was sent as `sequence`, also before it moved to another rendition, if it is still kept. */
  find(sequence: number): Buffer | undefined {
    for (const span of [this.#span, ...this.#formerSpans]) {
      const sent = span && findIn(span, sequence);
      if (!sent) continue;
      return this.#write(sent.packet, sequence, (sent.timestamp + span.timestampOffset) >>> 0);
    }
    return undefined;
  }

  #write(packet: OutgoingPacket, sequence: number, timestamp: number): Buffer {
    const { payloadType, ssrc } = this.sink;
    return packet.write({ payloadType, ssrc, sequence, timestamp }, this.playoutDelay);
  }
}

function findIn(span: Span, sequence: number): SentPacket | undefined {
  const sent = span.rendition.find((sequence - span.sequenceOffset) & 0xffff);
  if (!sent || sent.index < span.first) return undefined;
  return sent.index <= (span.last ?? Infinity) ? sent : undefined;
}
