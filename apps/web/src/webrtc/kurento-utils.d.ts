/** The part of kurento-utils that the page uses; the package brings no types. */
declare module 'kurento-utils' {
  interface WebRtcPeerOptions {
    videoStream?: MediaStream;
    configuration: RTCConfiguration;
    onicecandidate: (candidate: RTCIceCandidate) => void;
  }

  type Callback<Value extends unknown[] = []> = (error?: unknown, ...value: Value) => void;

  class WebRtcPeer {
    constructor(options: WebRtcPeerOptions, callback: Callback);
    readonly peerConnection: RTCPeerConnection;
    generateOffer(callback: Callback<[sdpOffer: string]>): void;
    processAnswer(sdpAnswer: string, callback: Callback): void;
    addIceCandidate(candidate: RTCIceCandidateInit, callback: Callback): void;
  }

  export class WebRtcPeerRecvonly extends WebRtcPeer {}
  export class WebRtcPeerSendrecv extends WebRtcPeer {}
}
