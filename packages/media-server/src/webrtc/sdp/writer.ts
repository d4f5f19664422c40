import { randomUUID } from 'node:crypto';
import { CNAME } from '../../rtp/send/RtpSink.js';
import { codecLines, OFFERED_CODECS, retransmissionLines, type CodecDescription } from './codec.js';
import { extensionLine, PLAYOUT_DELAY } from './extensions.js';
import type { MediaSection } from './description.js';
import type { MediaAgreement, MediaDirection, MediaKind, SectionAgreement } from './negotiation.js';
import { transportLines, type TransportParameters } from './transportParameters.js';

/** One name for our audio and video: a browser makes one MediaStream of them. */
const STREAM_ID = randomUUID();

/** What our side contributes to a description. */
export interface LocalSide {
  readonly transport: TransportParameters;
  readonly ssrcs: Readonly<Record<MediaKind | 'retransmission', number>>;
}

/** The answer to an offer, without candidates (RFC 8829 section 5.3). */
export function writeAnswer(sections: readonly SectionAgreement[], local: LocalSide): string {
  const mids = sections.flatMap(({ mid, accepted }) => (accepted && mid ? [mid] : []));
  return description(
    mids,
    sections.map(({ section, mid, accepted }) => {
      const midLine = mid ? [`a=mid:${mid}`] : [];
      if (accepted === 'data')
        return [...dataLines(), ...midLine, ...transportLines(local.transport)];
      if (accepted) {
        const { kind, codec } = accepted;
        const extras = extrasOf(accepted, local);
        return mediaLines(kind, [codec], directionOf(accepted), midLine, local, extras);
      }
      return refusedLines(section, midLine);
    }),
  );
}

/** The answer to an offer of which nothing can be taken (RFC 3264 section 6). */
export function writeRefusal(sections: readonly SectionAgreement[]): string {
  return description(
    [],
    sections.map(({ section, mid }) => refusedLines(section, mid ? [`a=mid:${mid}`] : [])),
  );
}

/** Our own offer, without candidates; section `i` has the mid `i`. */
export function writeOffer(
  kinds: readonly MediaKind[],
  direction: MediaDirection,
  local: LocalSide,
  hasData = false,
): string {
  const media = kinds.map((kind, index) =>
    mediaLines(kind, OFFERED_CODECS[kind], direction, [`a=mid:${index}`], local),
  );
  if (hasData) {
    media.push([...dataLines(), `a=mid:${media.length}`, ...transportLines(local.transport)]);
  }
  return description(
    media.map((_, index) => String(index)),
    media,
  );
}

function description(mids: readonly string[], media: readonly string[][]): string {
  const session = [
    'v=0',
    `o=- ${Date.now()} 1 IN IP4 0.0.0.0`,
    's=-',
    't=0 0',
    ...(mids.length > 0 ? [`a=group:BUNDLE ${mids.join(' ')}`] : []),
    'a=msid-semantic: WMS *',
  ];
  return [...session, ...media.flat(), ''].join('\r\n');
}

function mediaLines(
  kind: MediaKind,
  codecs: readonly CodecDescription[],
  direction: MediaDirection | 'inactive',
  midLine: readonly string[],
  { transport, ssrcs }: LocalSide,
  extras: Extras = { types: [], lines: [] },
): string[] {
  const sends = direction === 'sendrecv' || direction === 'sendonly';
  const source = [`a=msid:${STREAM_ID} ${kind}`, `a=ssrc:${ssrcs[kind]} cname:${CNAME}`];
  const types = [...codecs.map(({ payloadType }) => payloadType), ...extras.types];
  return [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${types.join(' ')}`,
    'c=IN IP4 0.0.0.0',
    'a=rtcp:9 IN IP4 0.0.0.0',
    ...midLine,
    `a=${direction}`,
    'a=rtcp-mux',
    ...transportLines(transport),
    ...codecs.flatMap(codecLines),
    ...(sends ? source : []),
    ...extras.lines,
  ];
}

/** What a section has beyond its codecs. */
interface Extras {
  /** Payload types. */
  readonly types: readonly number[];
  readonly lines: readonly string[];
}

function extrasOf(media: MediaAgreement, { ssrcs }: LocalSide): Extras {
  const { codec, retransmissionType: type, playoutDelayId } = media;
  const delay = playoutDelayId === undefined ? [] : [extensionLine(playoutDelayId, PLAYOUT_DELAY)];
  if (type === undefined) return { types: [], lines: delay };
  return {
    types: [type],
    lines: [
      ...delay,
      ...retransmissionLines(type, codec.payloadType),
      `a=ssrc-group:FID ${ssrcs.video} ${ssrcs.retransmission}`,
      `a=ssrc:${ssrcs.retransmission} cname:${CNAME}`,
    ],
  };
}

function refusedLines(
  { kind, protocol, formats }: MediaSection,
  midLine: readonly string[],
): string[] {
  const media = `m=${kind} 0 ${protocol} ${formats.join(' ')}`;
  return [media, 'c=IN IP4 0.0.0.0', ...midLine, 'a=inactive'];
}

function dataLines(): string[] {
  return [
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    'a=sctp-port:5000',
    'a=max-message-size:262144',
  ];
}

function directionOf({ sends, receives }: MediaAgreement): MediaDirection | 'inactive' {
  if (sends) return receives ? 'sendrecv' : 'sendonly';
  return receives ? 'recvonly' : 'inactive';
}
