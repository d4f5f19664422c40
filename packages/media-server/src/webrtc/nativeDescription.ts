import { transportLines, type TransportParameters } from './sdp/transportParameters.js';

/** A mid of our own: the native library never sees the peers' descriptions. */
export const NATIVE_MID = 'media';

/** The other side as the native library sees it: one line of media, whatever was negotiated. */
export function nativeDescription(remote: TransportParameters, hasData: boolean): string {
  const media = [
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    `a=mid:${NATIVE_MID}`,
    'a=sendrecv',
    'a=rtcp-mux',
    'a=rtpmap:96 VP8/90000',
  ];
  const data = [
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'a=mid:data',
    'a=sctp-port:5000',
  ];
  return [
    'v=0',
    'o=- 1 1 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${NATIVE_MID}${hasData ? ' data' : ''}`,
    ...media,
    ...transportLines(remote),
    ...(hasData ? [...data, ...transportLines(remote)] : []),
    '',
  ].join('\r\n');
}
