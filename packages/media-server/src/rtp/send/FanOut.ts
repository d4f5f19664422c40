import { pipelineClockUs } from '../../frames.js';
import type { RtcpPacket } from '../packets/rtcp.js';
import { senderReport, sourceDescription } from '../packets/rtcpWriter.js';
import type { OutgoingPacket } from '../packets/OutgoingPacket.js';
import { RtpError } from '../errors.js';
import type { Rendition } from './Rendition.js';
import { CNAME, type RtpSink } from './RtpSink.js';
import { Viewer } from './Viewer.js';

const REPORT_INTERVAL_MS = 1000;

export interface FanOutOptions {
  readonly codec: RtpSink['codec'];
  readonly clockRate: number;
  /** What viewers get at first. */
  readonly rendition: Rendition;
}

/**
 * One encoded stream to any number of viewers. A frame is packetised once and the same buffers go
 * to all: sending copies them, so where a viewer needs another header it is written in place.
 */
export abstract class FanOut {
  protected readonly viewers = new Map<RtpSink, Viewer>();
  readonly #options: FanOutOptions;
  readonly #reportTimer: NodeJS.Timeout;
  #secondMs = performance.now();

  constructor(options: FanOutOptions) {
    this.#options = options;
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
    const viewer = new Viewer(sink, this.#options.rendition);
    this.viewers.set(sink, viewer);
    sink.listener = {
      onOpen: () => this.joined(viewer),
      onRtcp: (packet) => this.feedback(viewer, packet),
      onReport: (report, roundTripSeconds) => {
        viewer.loss.reported(report);
        viewer.delay.reported(roundTripSeconds * 1000);
      },
    };
    if (sink.isOpen) this.joined(viewer);
  }

  /** Serves it no longer; unknown ones are ignored. */
  remove(sink: RtpSink): void {
    const viewer = this.viewers.get(sink);
    if (!viewer) return;
    this.viewers.delete(sink);
    sink.listener = undefined;
    viewer.stop();
  }

  /** Lets all viewers go; idempotent. */
  close(): void {
    clearInterval(this.#reportTimer);
    for (const sink of this.viewers.keys()) this.remove(sink);
  }

  /** A viewer is ready for its first frame. */
  protected abstract joined(viewer: Viewer): void;

  /** @param lateMs After the second was over. */
  protected everySecond(_lateMs: number): void {}

  protected feedback(viewer: Viewer, packet: RtcpPacket): void {
    if (packet.type !== 'NACK') return;
    viewer.loss.askedFor(packet.sequences);
    for (const sequence of packet.sequences) this.#resend(viewer, sequence);
  }

  /**
   * A frame of a rendition to all who get that one. `canStart`: whether a viewer can decode from here on.
   * Returns whether a viewer still waits for such a frame.
   */
  protected broadcast(
    rendition: Rendition,
    packets: readonly OutgoingPacket[],
    timestamp: number,
    canStart: boolean,
  ): boolean {
    const first = rendition.next;
    let written: Viewer | undefined;
    let waiting = false;
    for (const viewer of this.viewers.values()) {
      if (viewer.rendition !== rendition || !viewer.sink.isOpen) continue;
      if (!viewer.started) {
        waiting ||= !canStart;
        if (!canStart) continue;
        this.#start(viewer, timestamp);
      }
      if (!written || !viewer.sees(written)) {
        packets.forEach((packet, index) => viewer.write(packet, first + index, timestamp));
        written = viewer;
      }
      const isExtended = viewer.playoutDelay !== undefined;
      for (const packet of packets) viewer.sink.sendRtp(packet.bytes(isExtended));
      viewer.sent(packets.length);
    }
    rendition.push(packets, timestamp);
    return waiting;
  }

  #start(viewer: Viewer, timestamp: number): void {
    viewer.start(timestamp);
    viewer.sink.sendRtcp(this.#report(viewer));
  }

  #resend(viewer: Viewer, sequence: number): void {
    const packet = viewer.find(sequence);
    if (packet && viewer.mayHaveAgain()) viewer.sink.sendAgain(packet);
  }

  #everySecond(): void {
    const nowMs = performance.now();
    this.everySecond(nowMs - this.#secondMs - REPORT_INTERVAL_MS);
    this.#secondMs = nowMs;
    let previous: { viewer: Viewer; report: Buffer } | undefined;
    for (const viewer of this.viewers.values()) {
      viewer.everySecond();
      if (!viewer.started || !viewer.sink.isOpen) continue;
      const isShared =
        previous?.viewer.rendition === viewer.rendition && viewer.sees(previous.viewer);
      if (!previous || !isShared) previous = { viewer, report: this.#report(viewer) };
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
      packetCount: viewer.rendition.next,
      octetCount: viewer.rendition.octets,
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
