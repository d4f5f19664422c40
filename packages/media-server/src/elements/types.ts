import type { RegionOfInterestConfig } from '@crowdlens/crowd-detector';

/** Kurento's complex types as the elements use them; their wire form stands in `api/`. */

export type MediaType = 'AUDIO' | 'VIDEO' | 'DATA';
export type MediaState = 'DISCONNECTED' | 'CONNECTED';
export type ConnectionState = 'DISCONNECTED' | 'CONNECTED';
export type MediaFlowState = 'FLOWING' | 'NOT_FLOWING';
export type MediaTranscodingState = 'TRANSCODING' | 'NOT_TRANSCODING';
export type UriEndpointState = 'STOP' | 'START' | 'PAUSE';
export type IceComponentState =
  'DISCONNECTED' | 'GATHERING' | 'CONNECTING' | 'CONNECTED' | 'READY' | 'FAILED';
export type DtlsConnectionState = 'NEW' | 'CLOSED' | 'FAILED' | 'CONNECTING' | 'CONNECTED';

/** A trickled candidate (RFC 8840) as `RTCIceCandidate` holds it. */
export interface IceCandidate {
  candidate: string;
  sdpMid: string;
  sdpMLineIndex: number;
}

export interface IceCandidatePair {
  streamId: string;
  componentId: number;
  localCandidate: string;
  remoteCandidate: string;
}

export interface IceConnection {
  streamId: string;
  componentId: number;
  state: IceComponentState;
}

export interface DtlsConnection {
  streamId: string;
  componentId: string;
  connectionId: string;
  state: DtlsConnectionState;
}

/** What the own offer asks for; both default to true. */
export interface OfferOptions {
  offerToReceiveAudio: boolean;
  offerToReceiveVideo: boolean;
}

/** Of a data channel (RFC 8832); at most one of the two limits, undefined for a reliable one. */
export interface DataChannelParams {
  readonly label: string;
  readonly ordered: boolean;
  /** Milliseconds. */
  readonly maxPacketLifeTime?: number;
  readonly maxRetransmits?: number;
  readonly protocol: string;
}

export interface AudioCaps {
  codec: 'OPUS' | 'PCMU' | 'PCMA' | 'RAW';
  /** Bits per second. */
  bitrate: number;
}

export interface VideoCaps {
  codec: 'H265' | 'AV1' | 'VP9' | 'VP8' | 'H264' | 'RAW';
  /** Frames per second. */
  framerate: { numerator: number; denominator: number };
}

/** Times in milliseconds. */
export interface VideoInfo {
  isSeekable: boolean;
  seekableInit: number;
  seekableEnd: number;
  duration: number;
}

/** Parameters of the bandwidth estimation that REMB messages report. */
export interface RembParams {
  packetsRecvIntervalTop: number;
  exponentialFactor: number;
  linealFactorMin: number;
  linealFactorGrade: number;
  decrementFactor: number;
  thresholdFactor: number;
  upLosses: number;
  rembOnConnect: number;
}

/** What every entry of `getStats` has; `__type__` names the subtype that it is sent as. */
export interface Stats {
  __type__?: string;
  id: string;
  type:
    | 'inboundrtp'
    | 'outboundrtp'
    | 'session'
    | 'datachannel'
    | 'transport'
    | 'candidatepair'
    | 'element'
    | 'endpoint';
  timestampMillis: number;
}

/** Kurento's region: as the detector's, with other names. */
export interface RegionOfInterest {
  id: string;
  points: readonly { x: number; y: number }[];
  regionOfInterestConfig: RegionOfInterestConfig;
}

/** Our addition to Kurento: what was measured in one region. */
export interface RegionMeasurement {
  roiId: string;
  /** 0..100 percent. */
  occupancyPercentage: number;
  /** 0..3. */
  occupancyLevel: number;
  /** 0..100 percent; missing while nobody is there. */
  fluidityPercentage?: number;
  /** 0..3. */
  fluidityLevel: number;
  /** Degrees clockwise from up; missing without a dominant direction. */
  directionAngle?: number;
}
