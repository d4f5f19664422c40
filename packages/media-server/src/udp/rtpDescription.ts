import { isIP } from 'node:net';
import { CNAME } from '../rtp/send/RtpSink.js';
import { codecLines, OFFERED_CODECS, type CodecDescription } from '../webrtc/sdp/codec.js';
import {
  attribute,
  parseError,
  type MediaSection,
  type SessionDescription,
} from '../webrtc/sdp/description.js';
import type { MediaDirection, MediaKind } from '../webrtc/sdp/negotiation.js';
import { keyLine, type SdesKey } from './sdes.js';
import type { RtpAddress } from './UdpPorts.js';

/** One m= section of ours. */
export interface LocalSection {
  readonly kind: string;
  /** 0: refused. */
  readonly port: number;
  /** `RTP/AVP`, `RTP/SAVPF`, … */
  readonly protocol: string;
  readonly codecs: readonly CodecDescription[];
  readonly direction: MediaDirection | 'inactive';
  readonly mid: string | undefined;
  readonly sharesPort: boolean;
  readonly key: SdesKey | undefined;
  readonly ssrc: number | undefined;
}

/** A description for RTP without WebRTC (RFC 8866). @param address Where we are reached. */
export function writeRtpDescription(address: string, sections: readonly LocalSection[]): string {
  const family = isIP(address) === 6 ? 'IP6' : 'IP4';
  const session = [
    'v=0',
    `o=- ${Date.now()} 1 IN ${family} ${address}`,
    's=-',
    `c=IN ${family} ${address}`,
    't=0 0',
  ];
  return [...session, ...sections.flatMap(sectionLines), ''].join('\r\n');
}

/** What telephones speak. */
const TELEPHONE_CODECS: readonly CodecDescription[] = [
  { name: 'PCMU', payloadType: 0, parameters: undefined, feedback: [] },
  { name: 'PCMA', payloadType: 8, parameters: undefined, feedback: [] },
];

/** The codecs of our offers over RTP. */
export function offeredCodecs(kind: MediaKind): readonly CodecDescription[] {
  return kind === 'audio' ? [...OFFERED_CODECS.audio, ...TELEPHONE_CODECS] : OFFERED_CODECS[kind];
}

/** Whether packets of a protocol are encrypted by SDES. */
export function isSecure(protocol: string): boolean {
  return /^RTP\/SAVPF?$/.test(protocol);
}

/**
 * Where the other side wants packets.
 * @throws SdpError SDP_PARSE_ERROR without an address
 */
export function remoteAddress(section: MediaSection, session: SessionDescription): RtpAddress {
  const host = section.address ?? session.address ?? '';
  if (isIP(host) === 0) throw parseError('Its c= line has no IP address');
  const shares = attribute(section.attributes, 'rtcp-mux') !== undefined;
  const stated = Number.parseInt(attribute(section.attributes, 'rtcp') ?? '', 10);
  const separate = stated > 0 && stated < 65_536 ? stated : section.port + 1;
  return { host, port: section.port, rtcpPort: shares ? section.port : separate };
}

function sectionLines(section: LocalSection): string[] {
  const { kind, port, protocol, codecs, direction, mid, sharesPort, key, ssrc } = section;
  const media = `m=${kind} ${port} ${protocol} ${codecs.map(({ payloadType }) => payloadType).join(' ') || '0'}`;
  const midLine = mid === undefined ? [] : [`a=mid:${mid}`];
  if (port === 0) return [media, ...midLine, 'a=inactive'];
  return [
    media,
    ...midLine,
    `a=${direction}`,
    ...(sharesPort ? ['a=rtcp-mux'] : [`a=rtcp:${port + 1}`]),
    ...(key ? [keyLine(key)] : []),
    ...codecs.flatMap(codecLines),
    ...(ssrc === undefined ? [] : [`a=ssrc:${ssrc} cname:${CNAME}`]),
  ];
}
