import type { DataChannelCounters } from './DataChannels.js';
import type { ReceiveCounters } from '../rtp/receive/MediaReceiver.js';
import type { MediaKind } from './sdp/negotiation.js';

/** Of one stream that we send; the losses as the peer reports them. */
export interface SendCounters {
  readonly ssrc: number;
  readonly packetsSent: number;
  readonly bytesSent: number;
  readonly packetsLost: number;
  /** 0..1, in the peer's last report. */
  readonly fractionLost: number;
  /** Seconds; 0 before the first measurement. */
  readonly roundTripSeconds: number;
  readonly nackCount: number;
  readonly pliCount: number;
  readonly firCount: number;
  /** The peer's estimate of what it can take, bits per second; 0 before the first. */
  readonly remb: number;
}

/** The pair of candidates in use, each `candidate:…`. */
export interface CandidatePair {
  readonly local: string;
  readonly remote: string;
}

export interface PeerStats {
  /** `remb`: what we allow the peer, bits per second; 0 where we say nothing. */
  readonly inbound: Readonly<Partial<Record<MediaKind, ReceiveCounters & { remb: number }>>>;
  readonly outbound: Readonly<Partial<Record<MediaKind, SendCounters>>>;
  readonly candidatePair: CandidatePair | undefined;
  /** Undefined where there can be none. */
  readonly data: PeerDataStats | undefined;
}

export interface PeerDataStats {
  readonly opened: number;
  readonly closed: number;
  /** Those that are open. */
  readonly channels: readonly DataChannelCounters[];
}
