/** The part of kurento-utils that the page uses; the package brings no types. */
declare module 'kurento-utils' {
  type Callback<Values extends unknown[] = []> = (error?: unknown, ...values: Values) => void;

  interface WebRtcPeerOptions {
    videoStream?: MediaStream;
    configuration: RTCConfiguration;
    onicecandidate: (candidate: RTCIceCandidate) => void;
  }

  export interface WebRtcPeer {
    readonly peerConnection: RTCPeerConnection;
    generateOffer(callback: Callback<[sdpOffer: string]>): void;
    processAnswer(sdpAnswer: string, callback: Callback): void;
    addIceCandidate(candidate: RTCIceCandidateInit, callback: Callback): void;
  }

  type WebRtcPeerConstructor = new (options: WebRtcPeerOptions, callback: Callback) => WebRtcPeer;

  export const WebRtcPeer: {
    WebRtcPeerRecvonly: WebRtcPeerConstructor;
    WebRtcPeerSendrecv: WebRtcPeerConstructor;
  };
}
