import { pipelineClockUs } from '../../frames.js';
import type { RtcpPacket } from '../packets/rtcp.js';
import { senderReport, sourceDescription } from '../packets/rtcpWriter.js';
import { RTP_HEADER_SIZE, writeRtpHeader } from '../packets/rtp.js';
import { RtpError } from '../errors.js';
import { PacketRing } from './PacketRing.js';
import { CNAME, type RtpSink } from './RtpSink.js';
import { Viewer } from './Viewer.js';

const REPORT_INTERVAL_MS = 1000;
/** What one viewer may cost by asking again; beyond it, requests are ignored until the second is over. */
const MAX_RESENT_PER_SECOND = 300;

export interface FanOutOptions {
  readonly codec: RtpSink['codec'];
  readonly clockRate: number;
  /** Packets kept for retransmission. */
  readonly history: number;
}

/**
 * One encoded stream to any number of viewers. A frame is packetised once and the same buffers go
 * to all: sending copies them, so where a viewer needs another header it is written in place.
 */
export abstract class FanOut {
  protected readonly viewers = new Map<RtpSink, Viewer>();
  readonly #options: FanOutOptions;
  readonly #history: PacketRing;
  readonly #reportTimer: NodeJS.Timeout;
  #timestamp = 0;
  #octets = 0;

  constructor(options: FanOutOptions) {
    this.#options = options;
    this.#history = new PacketRing(options.history);
    this.#reportTimer = setInterval(() => this.#everySecond(), REPORT_INTERVAL_MS).unref();
  }

  /** Number of viewers. */
  get size(): number {
    return this.viewers.size;
  }

  /**
   * Serves a viewer from the next frame that it can start with; twice is once.
   * @throws RtpError CODEC_MISMATCH
   */
  add(sink: RtpSink): void {
    if (this.viewers.has(sink)) return;
    if (sink.codec !== this.#options.codec) {
      const message = `A viewer that negotiated ${sink.codec} cannot get ${this.#options.codec}: transcode first.`;
      throw new RtpError('CODEC_MISMATCH', message);
    }
    const viewer = new Viewer(sink);
    this.viewers.set(sink, viewer);
    sink.listener = {
      onOpen: () => this.joined(viewer),
      onRtcp: (packet) => this.feedback(viewer, packet),
    };
    if (sink.isOpen) this.joined(viewer);
  }

  /** Serves it no longer; unknown ones are ignored. */
  remove(sink: RtpSink): void {
    const viewer = this.viewers.get(sink);
    if (!viewer) return;
    this.viewers.delete(sink);
    sink.listener = undefined;
    this.#stop(viewer);
  }

  /** Lets all viewers go; idempotent. */
  close(): void {
    clearInterval(this.#reportTimer);
    for (const sink of this.viewers.keys()) this.remove(sink);
  }

  /** A viewer is ready for its first frame. */
  protected abstract joined(viewer: Viewer): void;

  protected feedback(viewer: Viewer, packet: RtcpPacket): void {
    if (packet.type !== 'NACK') return;
    for (const sequence of packet.sequences) this.#resend(viewer, sequence);
  }

  /** Every viewer waits for the next frame that it can start with. */
  protected stopAll(): void {
    for (const viewer of this.viewers.values()) this.#stop(viewer);
  }

  /**
   * `canStart`: whether a viewer can decode from here on.
   * Returns whether a viewer still waits for such a frame.
   */
  protected broadcast(packets: readonly Buffer[], timestamp: number, canStart: boolean): boolean {
    const first = this.#history.next;
    this.#timestamp = timestamp;
    for (const packet of packets) {
      this.#history.push(packet, timestamp);
      this.#octets += packet.length - RTP_HEADER_SIZE;
    }
    let written: Viewer | undefined;
    let waiting = false;
    for (const viewer of this.viewers.values()) {
      if (!viewer.sink.isOpen) continue;
      if (!viewer.started) {
        waiting ||= !canStart;
        if (!canStart) continue;
        viewer.start(first, timestamp);
        viewer.sink.sendRtcp(this.#report(viewer));
      }
      if (!written || !viewer.sees(written)) {
        packets.forEach((packet, index) => writeHeader(packet, viewer, first + index, timestamp));
        written = viewer;
      }
      for (const packet of packets) viewer.sink.sendRtp(packet);
    }
    return waiting;
  }

  #stop(viewer: Viewer): void {
    viewer.stop(this.#history.next - 1, this.#timestamp);
  }

  #resend(viewer: Viewer, sequence: number): void {
    const sent = this.#history.find(viewer.indexOf(sequence));
    if (!sent || !viewer.hasGot(sent.index) || viewer.resent >= MAX_RESENT_PER_SECOND) return;
    viewer.resent++;
    writeHeader(sent.packet, viewer, sent.index, sent.timestamp);
    viewer.sink.sendRtp(sent.packet);
  }

  #everySecond(): void {
    let previous: { viewer: Viewer; report: Buffer } | undefined;
    for (const viewer of this.viewers.values()) {
      viewer.resent = 0;
      viewer.askedForKeyFrame = false;
      if (!viewer.started || !viewer.sink.isOpen) continue;
      if (!previous || !viewer.sees(previous.viewer)) {
        previous = { viewer, report: this.#report(viewer) };
      }
      viewer.sink.sendRtcp(previous.report);
    }
  }

  #report(viewer: Viewer): Buffer {
    const unixUs = pipelineClockUs();
    const { ssrc } = viewer.sink;
    const report = senderReport({
      ssrc,
      unixUs,
      rtpTimestamp: viewer.timestamp(toRtpTicks(unixUs, this.#options.clockRate)),
      packetCount: this.#history.next,
      octetCount: this.#octets,
    });
    return Buffer.concat([report, sourceDescription(ssrc, CNAME)]);
  }
}

/**
 * Unwrapped RTP time of an instant. All fan-outs count from the same instant, so that
 * a change of source or of fan-out leaves the timestamps in step.
 */
export function toRtpTicks(timestampUs: number, clockRate: number): number {
  return Math.round((timestampUs / 1e6) * clockRate);
}

/** The marker is set by the packetiser and stays. */
function writeHeader(packet: Buffer, viewer: Viewer, index: number, timestamp: number): void {
  writeRtpHeader(packet, {
    marker: (packet.readUInt8(1) & 0x80) !== 0,
    payloadType: viewer.sink.payloadType,
    sequence: viewer.sequence(index),
    timestamp: viewer.timestamp(timestamp),
    ssrc: viewer.sink.ssrc,
  });
}
