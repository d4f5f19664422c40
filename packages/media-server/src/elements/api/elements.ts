import type { ModuleSource } from '../../protocol/api/module.js';

/** Kurento's module `elements`, as far as this server has it. */
export const elements: ModuleSource = {
  name: 'elements',
  namespace: 'kurento',
  classes: {
    Dispatcher: {
      extends: 'Hub',
      constructorParams: 'mediaPipeline: MediaPipeline',
      methods: ['connect(source: HubPort, sink: HubPort)'],
    },
    DispatcherOneToMany: {
      extends: 'Hub',
      constructorParams: 'mediaPipeline: MediaPipeline',
      methods: ['setSource(source: HubPort)', 'removeSource()'],
    },
    PlayerEndpoint: {
      extends: 'UriEndpoint',
      constructorParams:
        'mediaPipeline: MediaPipeline, uri: String, useEncodedMedia?: boolean = false, networkCache?: int = 2000',
      properties: [
        'readonly videoInfo: VideoInfo',
        'readonly elementGstreamerDot: String',
        'position: int64',
      ],
      methods: ['play()'],
      events: ['EndOfStream'],
    },
    RecorderEndpoint: {
      extends: 'UriEndpoint',
      constructorParams:
        'mediaPipeline: MediaPipeline, uri: String, mediaProfile?: MediaProfileSpecType = "WEBM", stopOnEndOfStream?: boolean = false',
      methods: ['record()', 'stopAndWait()'],
      events: ['Recording', 'Paused', 'Stopped'],
    },
    RtpEndpoint: {
      extends: 'BaseRtpEndpoint',
      constructorParams:
        'mediaPipeline: MediaPipeline, crypto?: SDES = {}, useIpv6?: boolean = false',
      events: ['OnKeySoftLimit'],
    },
    WebRtcEndpoint: {
      extends: 'BaseRtpEndpoint',
      constructorParams:
        'mediaPipeline: MediaPipeline, recvonly?: boolean = false, sendonly?: boolean = false, useDataChannels?: boolean = false, certificateKeyType?: CertificateKeyType = "RSA", qosDscp?: DSCPValue = "NO_VALUE"',
      properties: [
        'networkInterfaces: String',
        'iceTcp: boolean',
        'stunServerAddress: String',
        'stunServerPort: int',
        'turnUrl: String',
        'externalIPv4: String',
        'externalIPv6: String',
        'readonly ICECandidatePairs: IceCandidatePair[]',
        'readonly IceConnectionState: IceConnection[]',
        'readonly DtlsConnectionState: DtlsConnection[]',
      ],
      methods: [
        'gatherCandidates()',
        'addIceCandidate(candidate: IceCandidate)',
        'createDataChannel(label?: String = "", ordered?: boolean = true, maxPacketLifeTime?: int = -1, maxRetransmits?: int = -1, protocol?: String = "")',
        'closeDataChannel(channelId: int)',
      ],
      events: [
        'IceCandidateFound',
        'IceGatheringDone',
        'IceComponentStateChanged',
        'DtlsConnectionStateChange',
        'DataChannelOpened',
        'DataChannelClosed',
        'NewCandidatePairSelected',
      ],
    },
  },
  refused: {
    AlphaBlending: 'pictures are not mixed here; send each by a WebRtcEndpoint of its own',
    Composite: 'pictures are not mixed here; send each by a WebRtcEndpoint of its own',
    HttpPostEndpoint: 'there are no uploads over HTTP; play the file by a PlayerEndpoint',
    Mixer: 'sound is not mixed here; connect by a Dispatcher, or send each by a WebRtcEndpoint',
  },
  events: {
    EndOfStream: { extends: 'Media', fields: '' },
    Recording: { extends: 'Media', fields: '' },
    Paused: { extends: 'Media', fields: '' },
    Stopped: { extends: 'Media', fields: '' },
    OnKeySoftLimit: { extends: 'Media', fields: 'mediaType: MediaType' },
    IceCandidateFound: { extends: 'Media', fields: 'candidate: IceCandidate' },
    IceGatheringDone: { extends: 'Media', fields: '' },
    IceComponentStateChanged: {
      extends: 'Media',
      fields: 'streamId: int, componentId: int, state: IceComponentState',
    },
    DtlsConnectionStateChange: {
      extends: 'Media',
      fields:
        'streamId: String, componentId: String, connectionId: String, state: DtlsConnectionState',
    },
    DataChannelOpened: { extends: 'Media', fields: 'channelId: int' },
    DataChannelClosed: { extends: 'Media', fields: 'channelId: int' },
    NewCandidatePairSelected: { extends: 'Media', fields: 'candidatePair: IceCandidatePair' },
  },
  enums: {
    CryptoSuite:
      'AES_128_CM_HMAC_SHA1_32 | AES_128_CM_HMAC_SHA1_80 | AES_256_CM_HMAC_SHA1_32 | AES_256_CM_HMAC_SHA1_80',
    MediaProfileSpecType:
      'WEBM | MKV | MP4 | WEBM_VIDEO_ONLY | WEBM_AUDIO_ONLY | MKV_VIDEO_ONLY | MKV_AUDIO_ONLY | MP4_VIDEO_ONLY | MP4_AUDIO_ONLY | JPEG_VIDEO_ONLY | KURENTO_SPLIT_RECORDER | FLV',
    IceComponentState: 'DISCONNECTED | GATHERING | CONNECTING | CONNECTED | READY | FAILED',
    DtlsConnectionState: 'NEW | CLOSED | FAILED | CONNECTING | CONNECTED',
    CertificateKeyType: 'RSA | ECDSA',
    DSCPValue:
      'NO_DSCP | NO_VALUE | AUDIO_VERYLOW | AUDIO_LOW | AUDIO_MEDIUM | AUDIO_HIGH | VIDEO_VERYLOW | VIDEO_LOW | VIDEO_MEDIUM | VIDEO_MEDIUM_THROUGHPUT | VIDEO_HIGH | VIDEO_HIGH_THROUGHPUT | DATA_VERYLOW | DATA_LOW | DATA_MEDIUM | DATA_HIGH | CHROME_HIGH | CHROME_MEDIUM | CHROME_LOW | CHROME_VERYLOW | CS0 | CS1 | CS2 | CS3 | CS4 | CS5 | CS6 | CS7 | AF11 | AF12 | AF13 | AF21 | AF22 | AF23 | AF31 | AF32 | AF33 | AF41 | AF42 | AF43 | EF | VOICEADMIT | LE',
  },
  types: {
    SDES: { fields: 'key?: String, keyBase64?: String, crypto?: CryptoSuite' },
    VideoInfo: {
      fields: 'isSeekable: boolean, seekableInit: int64, seekableEnd: int64, duration: int64',
    },
    IceCandidate: { fields: 'candidate: String, sdpMid: String, sdpMLineIndex: int' },
    IceCandidatePair: {
      fields: 'streamId: String, componentId: int, localCandidate: String, remoteCandidate: String',
    },
    IceConnection: { fields: 'streamId: String, componentId: int, state: IceComponentState' },
    DtlsConnection: {
      fields:
        'streamId: String, componentId: String, connectionId: String, state: DtlsConnectionState',
    },
  },
};
