import type { ModuleSource } from '../../protocol/api/module.js';

/** Kurento's module `core`, as far as this server has it. */
export const core: ModuleSource = {
  name: 'core',
  namespace: 'kurento',
  classes: {
    MediaObject: {
      properties: [
        'readonly mediaPipeline: MediaPipeline',
        'readonly parent: MediaObject',
        'readonly id: String',
        'readonly children: MediaObject[]',
        'name: String',
        'sendTagsInEvents: boolean',
        'readonly creationTime: int',
      ],
      methods: [
        'addTag(key: String, value: String)',
        'removeTag(key: String)',
        'getTag(key: String): String',
        'getTags(): Tag[]',
      ],
      events: ['Error'],
    },
    ServerManager: {
      extends: 'MediaObject',
      properties: [
        'readonly info: ServerInfo',
        'readonly pipelines: MediaPipeline[]',
        'readonly sessions: String[]',
        'readonly metadata: String',
      ],
      methods: [
        'getKmd(moduleName: String): String',
        'getCpuCount(): int',
        'getUsedCpu(interval: int): float',
        'getUsedMemory(): int64',
        'getMetrics(): String',
      ],
      events: ['ObjectCreated', 'ObjectDestroyed'],
    },
    MediaPipeline: {
      extends: 'MediaObject',
      constructorParams: '',
      properties: ['latencyStats: boolean'],
      methods: [
        'getGstreamerDot(details?: GstreamerDotDetails): String',
        'dumpGstreamerDot(details?: GstreamerDotDetails)',
      ],
    },
    MediaElement: {
      extends: 'MediaObject',
      properties: ['encoderBitrate: int', 'minEncoderBitrate: int', 'maxEncoderBitrate: int'],
      methods: [
        'getSourceConnections(mediaType?: MediaType, description?: String): ElementConnectionData[]',
        'getSinkConnections(mediaType?: MediaType, description?: String): ElementConnectionData[]',
        'connect(sink: MediaElement, mediaType?: MediaType, sourceMediaDescription?: String, sinkMediaDescription?: String)',
        'disconnect(sink: MediaElement, mediaType?: MediaType, sourceMediaDescription?: String, sinkMediaDescription?: String)',
        'setAudioFormat(caps: AudioCaps)',
        'setVideoFormat(caps: VideoCaps)',
        'dumpGstreamerDot(details?: GstreamerDotDetails)',
        'getGstreamerDot(details?: GstreamerDotDetails): String',
        'getStats(mediaType?: MediaType): Stats<>',
        'isMediaFlowingIn(mediaType: MediaType, sinkMediaDescription?: String = "default"): boolean',
        'isMediaFlowingOut(mediaType: MediaType, sourceMediaDescription?: String = "default"): boolean',
        'isMediaTranscoding(mediaType: MediaType, binName?: String = "default"): boolean',
      ],
      events: [
        'ElementConnected',
        'ElementDisconnected',
        'MediaFlowOutStateChanged',
        'MediaFlowInStateChanged',
        'MediaTranscodingStateChanged',
      ],
    },
    PassThrough: {
      extends: 'MediaElement',
      constructorParams: 'mediaPipeline: MediaPipeline',
    },
    Hub: {
      extends: 'MediaObject',
      methods: [
        'getGstreamerDot(details?: GstreamerDotDetails): String',
        'dumpGstreamerDot(details?: GstreamerDotDetails)',
      ],
    },
    HubPort: {
      extends: 'MediaElement',
      constructorParams: 'hub: Hub',
    },
    Endpoint: {
      extends: 'MediaElement',
    },
    SessionEndpoint: {
      extends: 'Endpoint',
      events: ['MediaSessionTerminated', 'MediaSessionStarted'],
    },
    UriEndpoint: {
      extends: 'Endpoint',
      properties: ['readonly uri: String', 'readonly state: UriEndpointState'],
      methods: ['pause()', 'stop()'],
      events: ['UriEndpointStateChanged'],
    },
    SdpEndpoint: {
      extends: 'SessionEndpoint',
      properties: ['maxAudioRecvBandwidth: int', 'maxVideoRecvBandwidth: int'],
      methods: [
        'generateOffer(options?: OfferOptions): String',
        'processOffer(offer: String): String',
        'processAnswer(answer: String): String',
        'getLocalSessionDescriptor(): String',
        'getRemoteSessionDescriptor(): String',
      ],
    },
    BaseRtpEndpoint: {
      extends: 'SdpEndpoint',
      properties: [
        'minVideoRecvBandwidth: int',
        'minVideoSendBandwidth: int',
        'maxVideoSendBandwidth: int',
        'readonly mediaState: MediaState',
        'readonly connectionState: ConnectionState',
        'mtu: int',
        'rembParams: RembParams',
      ],
      methods: ['requestKeyframe()'],
      events: ['MediaStateChanged', 'ConnectionStateChanged'],
    },
    Filter: {
      extends: 'MediaElement',
    },
  },
  events: {
    Error: { extends: 'RaiseBase', fields: 'description: String, errorCode: int, type: String' },
    MediaSessionTerminated: { extends: 'Media', fields: '' },
    MediaSessionStarted: { extends: 'Media', fields: '' },
    ObjectCreated: { extends: 'RaiseBase', fields: 'object: MediaObject' },
    ObjectDestroyed: { extends: 'RaiseBase', fields: 'objectId: String' },
    MediaStateChanged: { extends: 'Media', fields: 'oldState: MediaState, newState: MediaState' },
    ConnectionStateChanged: {
      extends: 'Media',
      fields: 'oldState: ConnectionState, newState: ConnectionState',
    },
    MediaFlowOutStateChanged: {
      extends: 'Media',
      fields: 'state: MediaFlowState, padName: String, mediaType: MediaType',
    },
    MediaFlowInStateChanged: {
      extends: 'Media',
      fields: 'state: MediaFlowState, padName: String, mediaType: MediaType',
    },
    MediaTranscodingStateChanged: {
      extends: 'Media',
      fields: 'state: MediaTranscodingState, binName: String, mediaType: MediaType',
    },
    ElementConnected: {
      extends: 'Media',
      fields:
        'sink: MediaElement, mediaType: MediaType, sourceMediaDescription: String, sinkMediaDescription: String',
    },
    ElementDisconnected: {
      extends: 'Media',
      fields:
        'sink: MediaElement, mediaType: MediaType, sourceMediaDescription: String, sinkMediaDescription: String',
    },
    UriEndpointStateChanged: { extends: 'Media', fields: 'state: UriEndpointState' },
  },
  enums: {
    UriEndpointState: 'STOP | START | PAUSE',
    ServerType: 'KMS | KCS',
    GstreamerDotDetails:
      'SHOW_MEDIA_TYPE | SHOW_CAPS_DETAILS | SHOW_NON_DEFAULT_PARAMS | SHOW_STATES | SHOW_FULL_PARAMS | SHOW_ALL | SHOW_VERBOSE',
    MediaState: 'DISCONNECTED | CONNECTED',
    MediaFlowState: 'FLOWING | NOT_FLOWING',
    MediaTranscodingState: 'TRANSCODING | NOT_TRANSCODING',
    ConnectionState: 'DISCONNECTED | CONNECTED',
    MediaType: 'AUDIO | DATA | VIDEO',
    FilterType: 'AUDIO | AUTODETECT | VIDEO',
    VideoCodec: 'H265 | AV1 | VP9 | VP8 | H264 | RAW',
    AudioCodec: 'OPUS | PCMU | PCMA | RAW',
    StatsType:
      'inboundrtp | outboundrtp | session | datachannel | track | transport | candidatepair | localcandidate | remotecandidate | element | endpoint',
    RTCDataChannelState: 'connecting | open | closing | closed',
    RTCStatsIceCandidatePairState: 'frozen | waiting | inprogress | failed | succeeded | cancelled',
  },
  types: {
    ServerInfo: {
      fields: 'version: String, modules: ModuleInfo[], type: ServerType, capabilities: String[]',
    },
    ModuleInfo: {
      fields: 'version: String, name: String, generationTime: String, factories: String[]',
    },
    Fraction: { fields: 'numerator: int, denominator: int' },
    AudioCaps: { fields: 'codec: AudioCodec, bitrate: int' },
    VideoCaps: { fields: 'codec: VideoCodec, framerate: Fraction' },
    ElementConnectionData: {
      fields:
        'source: MediaElement, sink: MediaElement, type: MediaType, sourceDescription: String, sinkDescription: String',
    },
    Tag: { fields: 'key: String, value: String' },
    MediaLatencyStat: { fields: 'name: String, type: MediaType, avg: double' },
    Stats: { fields: 'id: String, type: StatsType, timestampMillis: int64' },
    ElementStats: { extends: 'Stats', fields: 'inputLatency: MediaLatencyStat[]' },
    EndpointStats: { extends: 'ElementStats', fields: 'E2ELatency: MediaLatencyStat[]' },
    RTCStats: { extends: 'Stats', fields: '' },
    RTCRTPStreamStats: {
      extends: 'RTCStats',
      fields:
        'ssrc: String, associateStatsId: String, isRemote: boolean, mediaTrackId: String, transportId: String, codecId: String, firCount: int64, pliCount: int64, nackCount: int64, sliCount: int64, remb: int64, packetsLost: int64, fractionLost: double',
    },
    RTCInboundRTPStreamStats: {
      extends: 'RTCRTPStreamStats',
      fields: 'packetsReceived: int64, bytesReceived: int64, jitter: double',
    },
    RTCOutboundRTPStreamStats: {
      extends: 'RTCRTPStreamStats',
      fields: 'packetsSent: int64, bytesSent: int64, targetBitrate: double, roundTripTime: double',
    },
    RTCPeerConnectionStats: {
      extends: 'RTCStats',
      fields: 'dataChannelsOpened: int64, dataChannelsClosed: int64',
    },
    RTCDataChannelStats: {
      extends: 'RTCStats',
      fields:
        'label: String, protocol: String, datachannelid: int64, state: RTCDataChannelState, messagesSent: int64, bytesSent: int64, messagesReceived: int64, bytesReceived: int64',
    },
    RTCTransportStats: {
      extends: 'RTCStats',
      fields:
        'bytesSent: int64, bytesReceived: int64, rtcpTransportStatsId: String, activeConnection: boolean, selectedCandidatePairId: String, localCertificateId: String, remoteCertificateId: String',
    },
    RTCIceCandidatePairStats: {
      extends: 'RTCStats',
      fields:
        'transportId: String, localCandidateId: String, remoteCandidateId: String, state: RTCStatsIceCandidatePairState, priority: int64, nominated: boolean, writable: boolean, readable: boolean, bytesSent: int64, bytesReceived: int64, roundTripTime: double, availableOutgoingBitrate: double, availableIncomingBitrate: double',
    },
    RembParams: {
      fields:
        'packetsRecvIntervalTop?: int = 100, exponentialFactor?: float = 0.04, linealFactorMin?: int, linealFactorGrade?: float = 30, decrementFactor?: float = 0.5, thresholdFactor?: float = 0.8, upLosses?: int = 12, rembOnConnect?: int = 300000',
    },
    OfferOptions: {
      fields: 'offerToReceiveAudio?: boolean = true, offerToReceiveVideo?: boolean = true',
    },
  },
};
