import type { RemoteObject } from '../protocol/objects.js';
import type { MediaElement } from './MediaElement.js';
import type {
  ConnectionState,
  DtlsConnection,
  IceCandidate,
  IceCandidatePair,
  IceComponentState,
  MediaFlowState,
  MediaState,
  MediaTranscodingState,
  MediaType,
  RegionMeasurement,
  UriEndpointState,
} from './types.js';

interface ConnectionEvent {
  sink: MediaElement;
  mediaType: MediaType;
  sourceMediaDescription: string;
  sinkMediaDescription: string;
}

/** The name of a region under both of its names: `roiId`, and `roiID` for clients of Kurento 6. */
export interface RegionName {
  roiId: string;
  roiID: string;
}

/** Kurento's events with their own fields; which class raises which stands in `api/`. */
export interface KurentoEvents {
  ObjectCreated: { object: RemoteObject };
  ObjectDestroyed: { objectId: string };
  Error: { description: string; errorCode: number; type: string };
  MediaSessionStarted: object;
  MediaSessionTerminated: object;
  MediaStateChanged: { oldState: MediaState; newState: MediaState };
  ConnectionStateChanged: { oldState: ConnectionState; newState: ConnectionState };
  MediaFlowInStateChanged: { state: MediaFlowState; padName: string; mediaType: MediaType };
  MediaFlowOutStateChanged: { state: MediaFlowState; padName: string; mediaType: MediaType };
  MediaTranscodingStateChanged: {
    state: MediaTranscodingState;
    binName: string;
    mediaType: MediaType;
  };
  ElementConnected: ConnectionEvent;
  ElementDisconnected: ConnectionEvent;
  UriEndpointStateChanged: { state: UriEndpointState };
  EndOfStream: object;
  Recording: object;
  Paused: object;
  Stopped: object;
  IceCandidateFound: { candidate: IceCandidate };
  IceGatheringDone: object;
  IceComponentStateChanged: { streamId: number; componentId: number; state: IceComponentState };
  DtlsConnectionStateChange: DtlsConnection;
  DataChannelOpened: { channelId: number };
  DataChannelClosed: { channelId: number };
  NewCandidatePairSelected: { candidatePair: IceCandidatePair };
  CrowdDetectorOccupancy: { occupancyPercentage: number; occupancyLevel: number } & RegionName;
  CrowdDetectorFluidity: { fluidityPercentage: number; fluidityLevel: number } & RegionName;
  CrowdDetectorDirection: { directionAngle: number } & RegionName;
  CrowdDetectorMeasurement: { measurements: readonly RegionMeasurement[] };
}
