import type { ReportBlock, SenderReport } from '../packets/rtcp.js';

/** What receiver reports say of one stream (RFC 3550 appendices A.3 and A.8). */
export class ReceiveStatistics {
  readonly #clockRate: number;
  #first: number | undefined;
  #highest = 0;
  #received = 0;
  #jitter = 0;
  #transit: number | undefined;
  #expectedBefore = 0;
  #receivedBefore = 0;
  #fractionLost = 0;
  #senderReport: { compactNtp: number; arrivalMs: number } | undefined;

  /** `clockRate`: ticks of the RTP timestamp in a second. */
  constructor(
    readonly ssrc: number,
    clockRate: number,
  ) {
    this.#clockRate = clockRate;
  }

  /** Unwrapped sequence number and timestamp of a packet. */
  packet(sequence: number, timestamp: number, nowMs: number): void {
    this.#first = Math.min(this.#first ?? sequence, sequence);
    this.#highest = Math.max(this.#highest, sequence);
    this.#received++;
    const transit = (nowMs * this.#clockRate) / 1000 - timestamp;
    if (this.#transit !== undefined) {
      this.#jitter += (Math.abs(transit - this.#transit) - this.#jitter) / 16;
    }
    this.#transit = transit;
  }

  senderReport(report: SenderReport, nowMs: number): void {
    this.#senderReport = { compactNtp: report.compactNtp, arrivalMs: nowMs };
  }

  /** Expected less received, at least 0. */
  get packetsLost(): number {
    return Math.max(0, this.#expected - this.#received);
  }

  /** 0..1, in the last report. */
  get fractionLost(): number {
    return this.#fractionLost;
  }

  /** Interarrival jitter, seconds. */
  get jitterSeconds(): number {
    return this.#jitter / this.#clockRate;
  }

  /** The block of the next report; the share lost counts from one call to the next. */
  report(nowMs: number): ReportBlock {
    const expected = this.#expected - this.#expectedBefore;
    const lost = expected - (this.#received - this.#receivedBefore);
    this.#expectedBefore = this.#expected;
    this.#receivedBefore = this.#received;
    this.#fractionLost = expected > 0 && lost > 0 ? lost / expected : 0;
    const last = this.#senderReport;
    return {
      ssrc: this.ssrc,
      fractionLost: this.#fractionLost,
      packetsLost: this.#expected - this.#received,
      highestSequence: this.#highest % 2 ** 32,
      jitter: Math.round(this.#jitter),
      lastSenderReport: last?.compactNtp ?? 0,
      delaySinceLastSenderReport: last ? Math.round((nowMs - last.arrivalMs) * 65.536) : 0,
    };
  }

  get #expected(): number {
    return this.#first === undefined ? 0 : this.#highest - this.#first + 1;
  }
}
