import type { SenderReport } from '../packets/rtcp.js';
import { Unwrapper } from '../Unwrapper.js';

const BUCKET_US = 5_000_000;
/** Streams of one sender further apart than this do not share a clock, whatever its reports say. */
const IMPLAUSIBLE_US = 1_000_000;
/** Beyond this a correction is made at once, up to it slowly. */
const STEP_US = 500_000;
/** Sound and pictures that are further apart are noticed (ITU-R BT.1359: from 45 ms). */
const NOTICED_US = 40_000;
/** Share of the elapsed time by which a correction may stretch or squeeze timestamps, and one that is noticed. */
const SLEW = 0.05;
const FAST_SLEW = 0.5;
/** Streams of which the latest report is kept; the oldest goes. */
const MAX_REPORTS = 8;

/**
 * The smallest distance seen in the last five to ten seconds between a sender's clock and ours:
 * queues in the network only ever add to it, and the window lets it follow drift.
 */
class LeastDelay {
  #before = Infinity;
  #current = Infinity;
  #bucketEndUs = 0;

  sample(delayUs: number, arrivalUs: number): number {
    if (arrivalUs >= this.#bucketEndUs) {
      this.#before = this.#current;
      this.#current = Infinity;
      this.#bucketEndUs = arrivalUs + BUCKET_US;
    }
    this.#current = Math.min(this.#current, delayUs);
    return Math.min(this.#before, this.#current);
  }
}

/** The wall clock of one sender, by which its audio and video are aligned. One for each peer. */
export class SenderClock {
  readonly #delay = new LeastDelay();
  /** The latest of each stream, by SSRC. */
  readonly #reports = new Map<number, SenderReport>();

  /** A stream's first report comes before its first packet, from senders that mean well. */
  senderReport(report: SenderReport): void {
    this.#reports.delete(report.ssrc);
    this.#reports.set(report.ssrc, report);
    const [oldest] = this.#reports.keys();
    if (this.#reports.size > MAX_REPORTS) this.#reports.delete(oldest!);
  }

  /** Of a stream that begins. */
  stream(ssrc: number, clockRate: number): StreamClock {
    const clock = new StreamClock(clockRate, this.#delay);
    const report = this.#reports.get(ssrc);
    if (report) clock.senderReport(report);
    return clock;
  }
}

/**
 * Maps the RTP timestamps of one stream to capture times on the pipeline's clock: by the
 * times of arrival at first, by the sender's reports (RFC 3550 section 6.4.1) once there are any.
 */
export class StreamClock {
  readonly #clockRate: number;
  readonly #senderDelay: LeastDelay;
  readonly #streamDelay = new LeastDelay();
  readonly #timestamps = new Unwrapper(32);
  #report: { unixUs: number; mediaUs: number } | undefined;
  #offsetUs: number | undefined;
  #lastMediaUs = 0;
  #lastUs = -Infinity;

  constructor(clockRate: number, senderDelay: LeastDelay) {
    this.#clockRate = clockRate;
    this.#senderDelay = senderDelay;
  }

  senderReport(report: SenderReport): void {
    this.#report = { unixUs: report.unixUs, mediaUs: this.#mediaUs(report.rtpTimestamp) };
  }

  /** Strictly ascending microseconds; call it once for each frame, in order. */
  toPipelineUs(timestamp: number, arrivalUs: number): number {
    const mediaUs = this.#mediaUs(timestamp);
    const target = this.#targetOffset(mediaUs, arrivalUs);
    this.#offsetUs = this.#slewed(target, Math.abs(mediaUs - this.#lastMediaUs));
    this.#lastMediaUs = mediaUs;
    this.#lastUs = Math.max(Math.round(mediaUs + this.#offsetUs), this.#lastUs + 1);
    return this.#lastUs;
  }

  #targetOffset(mediaUs: number, arrivalUs: number): number {
    const byArrival = this.#streamDelay.sample(arrivalUs - mediaUs, arrivalUs);
    if (!this.#report) return byArrival;
    const toSenderUs = this.#report.unixUs - this.#report.mediaUs;
    const senderUs = mediaUs + toSenderUs;
    const byReport = toSenderUs + this.#senderDelay.sample(arrivalUs - senderUs, arrivalUs);
    return Math.abs(byReport - byArrival) < IMPLAUSIBLE_US ? byReport : byArrival;
  }

  #slewed(target: number, elapsedUs: number): number {
    if (this.#offsetUs === undefined) return target;
    const difference = target - this.#offsetUs;
    if (Math.abs(difference) > STEP_US) return target;
    const limit = elapsedUs * (Math.abs(difference) > NOTICED_US ? FAST_SLEW : SLEW);
    return this.#offsetUs + Math.max(-limit, Math.min(limit, difference));
  }

  #mediaUs(timestamp: number): number {
    return (this.#timestamps.unwrap(timestamp) / this.#clockRate) * 1e6;
  }
}
