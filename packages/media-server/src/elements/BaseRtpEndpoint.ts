import { SdpEndpoint } from './SdpEndpoint.js';
import type { ConnectionState, MediaState, RembParams } from './types.js';

/** Kurento's default, kilobits per second: for a server that encodes for each viewer. */
const DEFAULT_MAX_VIDEO_SEND_BANDWIDTH = 500;

/** Bits per second; undefined where there is no limit. */
interface BitrateLimits {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/** An endpoint that speaks RTP: bandwidths, and whether the other side is there. */
export abstract class BaseRtpEndpoint extends SdpEndpoint {
  /** Kilobits per second; 0 is unlimited. Defaults are Kurento's. */
  minVideoRecvBandwidth = 100;
  minVideoSendBandwidth = 100;
  /** Bytes of an RTP packet. */
  mtu = 1200;
  rembParams: RembParams = {
    packetsRecvIntervalTop: 100,
    exponentialFactor: 0.04,
    linealFactorMin: 50,
    linealFactorGrade: 30,
    decrementFactor: 0.5,
    thresholdFactor: 0.8,
    upLosses: 12,
    rembOnConnect: 300_000,
  };
  #maxVideoSendBandwidth: number | undefined;
  #mediaState: MediaState = 'DISCONNECTED';
  #connectionState: ConnectionState = 'DISCONNECTED';

  /** Kilobits per second; 0 is unlimited, and so is the default as long as nobody sets it. */
  get maxVideoSendBandwidth(): number {
    return this.#maxVideoSendBandwidth ?? DEFAULT_MAX_VIDEO_SEND_BANDWIDTH;
  }

  set maxVideoSendBandwidth(kilobitsPerSecond: number) {
    this.#maxVideoSendBandwidth = kilobitsPerSecond;
  }

  /** What this endpoint is to be sent. */
  get videoSendLimits(): BitrateLimits {
    return limits(this.minVideoSendBandwidth, this.#maxVideoSendBandwidth);
  }

  /** What the other side is told to send. */
  get videoRecvLimits(): BitrateLimits {
    return limits(this.minVideoRecvBandwidth, this.maxVideoRecvBandwidth);
  }

  /** CONNECTED while RTP or RTCP comes from the other side. */
  get mediaState(): MediaState {
    return this.#mediaState;
  }

  /** CONNECTED while the transport below works. */
  get connectionState(): ConnectionState {
    return this.#connectionState;
  }

  protected setMediaState(newState: MediaState): void {
    const oldState = this.#mediaState;
    if (newState === oldState) return;
    this.#mediaState = newState;
    this.emit('MediaStateChanged', { oldState, newState });
  }

  protected setConnectionState(newState: ConnectionState): void {
    const oldState = this.#connectionState;
    if (newState === oldState) return;
    this.#connectionState = newState;
    this.emit('ConnectionStateChanged', { oldState, newState });
    if (newState === 'DISCONNECTED') this.emit('MediaSessionTerminated', {});
  }

  protected connectionFailed(description: string): void {
    this.emit('Error', { description, errorCode: 0, type: 'UNEXPECTED_ERROR' });
  }
}

/** Of kilobits per second, where 0 and less is no limit. */
function limits(min: number, max: number | undefined): BitrateLimits {
  const limit = (value = 0) => (value > 0 ? value * 1000 : undefined);
  return { min: limit(min), max: limit(max) };
}
