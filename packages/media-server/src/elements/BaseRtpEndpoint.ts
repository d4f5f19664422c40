import { SdpEndpoint } from './SdpEndpoint.js';
import type { ConnectionState, MediaState, RembParams } from './types.js';

/** An endpoint that speaks RTP: bandwidths, and whether the other side is there. */
export abstract class BaseRtpEndpoint extends SdpEndpoint {
  /** Kilobits per second; 0 is unlimited. Defaults are Kurento's. */
  minVideoRecvBandwidth = 100;
  minVideoSendBandwidth = 100;
  maxVideoSendBandwidth = 500;
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
  #mediaState: MediaState = 'DISCONNECTED';
  #connectionState: ConnectionState = 'DISCONNECTED';

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
}
