import { EventEmitter } from 'node:events';
import { pipelineClockUs } from '../../frames.js';
import type { EncodedAudioFrame, EncodedVideoFrame } from '../../frames.js';
import type { ReportBlock, SenderReport } from '../packets/rtcp.js';
import type { RtpPacket } from '../packets/rtp.js';
import { Unwrapper } from '../Unwrapper.js';
import { BitrateMeter } from '../BitrateMeter.js';
import { LossList } from './LossList.js';
import { ReceiveStatistics } from './ReceiveStatistics.js';
import { ReorderBuffer } from './ReorderBuffer.js';
import type { SenderClock, StreamClock } from './SenderClock.js';

const GAP_CHECK_MS = 20;

export interface ReceiverOptions {
  readonly payloadType: number;
  /** Shared by the audio and video of one sender. */
  readonly senderClock: SenderClock;
}

interface StreamShape {
  readonly clockRate: number;
  /** Packets that may wait for an earlier one. */
  readonly capacity: number;
}

export interface ReceiveCounters {
  readonly ssrc: number | undefined;
  readonly packetsReceived: number;
  readonly bytesReceived: number;
  readonly packetsLost: number;
  /** 0..1, in our last report. */
  readonly fractionLost: number;
  readonly jitterSeconds: number;
  readonly nackCount: number;
  readonly pliCount: number;
  readonly firCount: number;
  readonly framesReceived: number;
}

/** One stream from a sender: packets in, frames out, in order and on the pipeline's clock. */
export abstract class MediaReceiver<
  Frame extends EncodedVideoFrame | EncodedAudioFrame,
> extends EventEmitter<{ frame: [Frame] }> {
  abstract readonly codec: Frame['codec'];
  readonly payloadType: number;
  protected ssrc: number | undefined;
  protected nackCount = 0;
  protected pliCount = 0;
  protected firCount = 0;
  readonly #shape: StreamShape;
  readonly #senderClock: SenderClock;
  readonly #bitrate = new BitrateMeter();
  #source: Source | undefined;
  #packets = 0;
  #bytes = 0;
  #frames = 0;
  #lostBefore = 0;
  #gapTimer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: ReceiverOptions, shape: StreamShape) {
    super();
    this.payloadType = options.payloadType;
    this.#senderClock = options.senderClock;
    this.#shape = shape;
  }

  /** How long packets wait for an earlier one before it is given up. */
  protected abstract readonly patienceMs: number;
  /** A packet in order. */
  protected abstract accept(packet: RtpPacket): void;
  /** Packets before the next one will never come. */
  protected abstract lost(): void;
  /** Packets to ask for again, if the sender can. */
  protected abstract missing(sequences: readonly number[]): void;

  /** `size`: bytes of the whole packet. */
  receive(packet: RtpPacket, size: number): void {
    if (this.#closed) return;
    const nowMs = performance.now();
    const source = this.#sourceOf(packet.ssrc);
    const sequence = source.sequences.unwrap(packet.sequence);
    this.#packets++;
    this.#bytes += size;
    this.#bitrate.add(size, nowMs);
    source.statistics.packet(sequence, source.timestamps.unwrap(packet.timestamp), nowMs);
    if (source.buffer.insert(sequence, packet) === 'restarted') this.lost();
    this.#drain(source);
    if (source.buffer.hasGap) this.#watchGap(source);
  }

  receiveSenderReport(report: SenderReport): void {
    if (report.ssrc !== this.#source?.statistics.ssrc) return;
    this.#source.statistics.senderReport(report, performance.now());
    this.#source.clock.senderReport(report);
  }

  /** Our side's report on the stream; undefined before its first packet. */
  reportBlock(): ReportBlock | undefined {
    return this.#source?.statistics.report(performance.now());
  }

  /** Bits per second over the last second. */
  get bitrate(): number {
    return this.#bitrate.bitsPerSecond(performance.now());
  }

  counters(): ReceiveCounters {
    return {
      ssrc: this.ssrc,
      packetsReceived: this.#packets,
      bytesReceived: this.#bytes,
      packetsLost: this.#lostBefore + (this.#source?.statistics.packetsLost ?? 0),
      fractionLost: this.#source?.statistics.fractionLost ?? 0,
      jitterSeconds: this.#source?.statistics.jitterSeconds ?? 0,
      nackCount: this.nackCount,
      pliCount: this.pliCount,
      firCount: this.firCount,
      framesReceived: this.#frames,
    };
  }

  /** Frames stop; idempotent. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#gapTimer);
    this.removeAllListeners();
  }

  /** Hands a frame on; `timestamp` is its RTP timestamp. */
  protected deliver(timestamp: number, toFrame: (timestampUs: number) => Frame): void {
    if (!this.#source) return;
    this.#frames++;
    const timestampUs = this.#source.clock.toPipelineUs(timestamp, pipelineClockUs());
    this.emit('frame', toFrame(timestampUs));
  }

  /** A sender that changes its SSRC starts a new stream (RFC 3550 section 8.2). */
  #sourceOf(ssrc: number): Source {
    if (this.#source?.statistics.ssrc === ssrc) return this.#source;
    const before = this.#source;
    this.ssrc = ssrc;
    this.#source = {
      sequences: new Unwrapper(16),
      timestamps: new Unwrapper(32),
      statistics: new ReceiveStatistics(ssrc, this.#shape.clockRate),
      clock: this.#senderClock.stream(ssrc, this.#shape.clockRate),
      buffer: new ReorderBuffer<RtpPacket>(this.#shape.capacity),
      losses: new LossList(),
    };
    if (before) {
      this.#lostBefore += before.statistics.packetsLost;
      this.lost();
    }
    return this.#source;
  }

  #drain(source: Source): void {
    for (let packet = source.buffer.take(); packet; packet = source.buffer.take()) {
      this.accept(packet);
    }
  }

  #watchGap(source: Source): void {
    this.#checkGap(source);
    this.#gapTimer ??= setInterval(() => {
      if (this.#source?.buffer.hasGap) this.#checkGap(this.#source);
      else this.#stopWatching();
    }, GAP_CHECK_MS).unref();
  }

  #stopWatching(): void {
    clearInterval(this.#gapTimer);
    this.#gapTimer = undefined;
  }

  #checkGap(source: Source): void {
    const nowMs = performance.now();
    const due = source.losses.update(source.buffer.missing(), nowMs);
    if (due.length > 0) this.missing(due.map((sequence) => sequence & 0xffff));
    if (source.losses.oldestMs(nowMs) < this.patienceMs) return;
    source.buffer.skipGap();
    this.lost();
    this.#drain(source);
  }
}

/** What belongs to one SSRC. */
interface Source {
  readonly sequences: Unwrapper;
  readonly timestamps: Unwrapper;
  readonly statistics: ReceiveStatistics;
  readonly clock: StreamClock;
  readonly buffer: ReorderBuffer<RtpPacket>;
  readonly losses: LossList;
}
