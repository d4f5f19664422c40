import { chooseCodec, retransmissionType, type CodecDescription } from './codec.js';
import {
  attribute,
  attributeValues,
  parseError,
  type MediaSection,
  type SessionDescription,
} from './description.js';
import { extensionId, PLAYOUT_DELAY } from './extensions.js';

export type MediaKind = 'audio' | 'video';
export type MediaDirection = 'sendrecv' | 'sendonly' | 'recvonly';

/** What both sides agreed on for one m= section. */
export interface MediaAgreement {
  readonly kind: MediaKind;
  readonly codec: CodecDescription;
  /** Whether we send, and whether we receive. */
  readonly sends: boolean;
  readonly receives: boolean;
  /** Payload type of what we send again (RFC 4588), where the peer takes that. */
  readonly retransmissionType?: number | undefined;
  /** Id of the header extension for the playout delay, where the peer knows it. */
  readonly playoutDelayId?: number | undefined;
}

/** One m= section of the other side's description. */
export interface SectionAgreement {
  readonly section: MediaSection;
  /** Its a=mid, if it has one. */
  readonly mid: string | undefined;
  /** Undefined when we refuse it. */
  readonly accepted: MediaAgreement | 'data' | undefined;
}

/**
 * Decides what we take of an offer, or what we got of ours: the first audio and the first video
 * section whose codecs we know, and data channels, so far as they share one transport.
 */
export function negotiate(
  description: SessionDescription,
  direction: MediaDirection,
): SectionAgreement[] {
  const bundled = bundledSections(description);
  const taken = new Set<string>();
  return description.media.map((section, index) => {
    const mid = attribute(section.attributes, 'mid');
    const isOpen = section.port !== 0 && !isUnencrypted(section);
    const usable = isOpen && bundled.has(index) && !taken.has(section.kind);
    const accepted = usable ? accept(section, description, direction) : undefined;
    if (accepted) taken.add(section.kind);
    return { section, mid, accepted };
  });
}

/** The media that was accepted. */
export function agreedMedia(sections: readonly SectionAgreement[]): MediaAgreement[] {
  return sections.flatMap(({ accepted }) => (accepted && accepted !== 'data' ? [accepted] : []));
}

/** Index of the section that carries the transport: the first one accepted. @throws SdpError */
export function transportSection(sections: readonly SectionAgreement[]): number {
  const index = sections.findIndex(({ accepted }) => accepted);
  if (index === -1) {
    throw parseError(
      'It has no video in VP8 or H264 (packetization-mode=1) and no audio in Opus, PCMU or PCMA',
    );
  }
  return index;
}

/** The sources that the other side named (RFC 5576). */
export function remoteSsrcs({ media }: SessionDescription): Set<number> {
  const lines = media.flatMap(({ attributes }) => attributeValues(attributes, 'ssrc'));
  return new Set(lines.map((line) => Number.parseInt(line, 10)));
}

/** Media of WebRTC is encrypted; the names of its protocols are older than DTLS. */
function isUnencrypted({ protocol }: MediaSection): boolean {
  return /^RTP\/AVPF?$/.test(protocol);
}

/** Sections that share the first one's transport (BUNDLE, RFC 9143). */
function bundledSections({ attributes, media }: SessionDescription): Set<number> {
  const group = attributeValues(attributes, 'group').find((value) => value.startsWith('BUNDLE '));
  const mids = new Set(group?.split(/ +/).slice(1));
  const isBundled = (section: MediaSection) => mids.has(attribute(section.attributes, 'mid') ?? '');
  const bundled = media.flatMap((section, index) => (isBundled(section) ? [index] : []));
  if (bundled.length > 0) return new Set(bundled);
  const first = media.findIndex((section) => section.port !== 0 && chooseCodec(section));
  return new Set([first]);
}

function accept(
  section: MediaSection,
  description: SessionDescription,
  direction: MediaDirection,
): MediaAgreement | 'data' | undefined {
  if (section.kind === 'application') {
    return section.formats[0] === 'webrtc-datachannel' ? 'data' : undefined;
  }
  const media = agreeOn(section, description, direction);
  if (!media?.sends || media.kind !== 'video') return media;
  const { payloadType } = media.codec;
  return {
    ...media,
    // What is sent to us is asked for again in its own stream.
    retransmissionType: media.receives ? undefined : retransmissionType(section, payloadType),
    playoutDelayId: extensionId(section, PLAYOUT_DELAY),
  };
}

/** What we take of a section of audio or video; undefined for another one, and for codecs that we do not know. */
export function agreeOn(
  section: MediaSection,
  description: SessionDescription,
  direction: MediaDirection,
): MediaAgreement | undefined {
  const codec = chooseCodec(section);
  if (!codec || (section.kind !== 'audio' && section.kind !== 'video')) return undefined;
  const theirs = remoteDirection(section, description);
  return {
    kind: section.kind,
    codec,
    sends: direction !== 'recvonly' && (theirs === 'sendrecv' || theirs === 'recvonly'),
    receives: direction !== 'sendonly' && (theirs === 'sendrecv' || theirs === 'sendonly'),
  };
}

function remoteDirection(section: MediaSection, session: SessionDescription): string {
  const isDirection = (line: string) => /^(sendrecv|sendonly|recvonly|inactive)$/.test(line);
  return section.attributes.find(isDirection) ?? session.attributes.find(isDirection) ?? 'sendrecv';
}
