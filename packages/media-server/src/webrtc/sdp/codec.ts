import type { AudioCodecName, VideoCodecName } from '../../frames.js';
import { attributeValues, isRtp, type MediaSection } from './description.js';

export type CodecName = VideoCodecName | AudioCodecName;

/** A codec as one m= section names it. */
export interface CodecDescription {
  readonly name: CodecName;
  readonly payloadType: number;
  /** Its a=fmtp parameters. */
  readonly parameters: string | undefined;
  /** The kinds of feedback that both sides understand, as in a=rtcp-fb. */
  readonly feedback: readonly string[];
}

/** In order of preference, named as in a=rtpmap, which those with a fixed payload type (RFC 3551) can do without. */
const KNOWN: readonly { name: CodecName; kind: string; rtpmap: string; fixedType?: number }[] = [
  { name: 'VP8', kind: 'video', rtpmap: 'VP8/90000' },
  { name: 'H264', kind: 'video', rtpmap: 'H264/90000' },
  { name: 'OPUS', kind: 'audio', rtpmap: 'opus/48000/2' },
  { name: 'PCMU', kind: 'audio', rtpmap: 'PCMU/8000', fixedType: 0 },
  { name: 'PCMA', kind: 'audio', rtpmap: 'PCMA/8000', fixedType: 8 },
];

const VIDEO_FEEDBACK = ['nack', 'nack pli', 'ccm fir', 'goog-remb'];

/** What we offer ourselves. */
export const OFFERED_CODECS: Readonly<Record<'audio' | 'video', readonly CodecDescription[]>> = {
  video: [
    { name: 'VP8', payloadType: 96, parameters: undefined, feedback: VIDEO_FEEDBACK },
    {
      name: 'H264',
      payloadType: 102,
      parameters: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
      feedback: VIDEO_FEEDBACK,
    },
  ],
  audio: [
    { name: 'OPUS', payloadType: 111, parameters: 'minptime=10;useinbandfec=1', feedback: [] },
  ],
};

/** The codec of a section that we like best; undefined when we know none of them. */
export function chooseCodec(section: MediaSection): CodecDescription | undefined {
  for (const { name, kind, rtpmap, fixedType } of KNOWN) {
    if (kind !== section.kind) continue;
    const types = payloadTypesOf(section, rtpmap, fixedType);
    const payloadType = name === 'H264' ? chooseH264(section, types) : types[0];
    if (payloadType !== undefined) return describe(section, name, payloadType);
  }
  return undefined;
}

/** We send fragments; whoever asks for plain RTP without a mode takes them, too, and many do. */
function chooseH264(section: MediaSection, types: readonly number[]): number | undefined {
  const fragmented = types.find((type) =>
    parametersOf(section, type)?.includes('packetization-mode=1'),
  );
  return fragmented ?? (isRtp(section.protocol) ? types[0] : undefined);
}

/** a=rtpmap and what depends on it, RFC 8866 and RFC 4585. */
export function codecLines(codec: CodecDescription): string[] {
  const type = codec.payloadType;
  const rtpmap = KNOWN.find(({ name }) => name === codec.name)?.rtpmap;
  return [
    `a=rtpmap:${type} ${rtpmap}`,
    ...(codec.parameters ? [`a=fmtp:${type} ${codec.parameters}`] : []),
    ...codec.feedback.map((kind) => `a=rtcp-fb:${type} ${kind}`),
  ];
}

/** The payload type in which packets of another one are sent again (RFC 4588 section 8.1). */
export function retransmissionType(section: MediaSection, payloadType: number): number | undefined {
  const isOfType = new RegExp(`(^|;)\\s*apt=${payloadType}\\s*(;|$)`);
  return payloadTypesOf(section, 'rtx/90000').find((type) =>
    isOfType.test(parametersOf(section, type) ?? ''),
  );
}

export function retransmissionLines(type: number, payloadType: number): string[] {
  return [`a=rtpmap:${type} rtx/90000`, `a=fmtp:${type} apt=${payloadType}`];
}

function describe(section: MediaSection, name: CodecName, payloadType: number): CodecDescription {
  const offered = new Set(attributeValues(section.attributes, 'rtcp-fb'));
  const feedback = VIDEO_FEEDBACK.filter(
    (kind) => offered.has(`${payloadType} ${kind}`) || offered.has(`* ${kind}`),
  );
  return { name, payloadType, parameters: parametersOf(section, payloadType), feedback };
}

function payloadTypesOf(section: MediaSection, rtpmap: string, fixedType?: number): number[] {
  const wanted = rtpmap.toLowerCase();
  const mapped = attributeValues(section.attributes, 'rtpmap').map((line) => {
    const [type = '', codec = ''] = line.split(/ +/);
    return { type, codec: codec.toLowerCase() };
  });
  const types = mapped.filter(({ codec }) => codec === wanted || codec === `${wanted}/1`);
  const isMapped = mapped.some(({ type }) => type === String(fixedType));
  if (fixedType !== undefined && !isMapped) types.push({ type: String(fixedType), codec: wanted });
  return types
    .map(({ type }) => type)
    .filter((type) => /^\d{1,3}$/.test(type) && section.formats.includes(type))
    .map(Number)
    .filter((type) => type < 128);
}

function parametersOf(section: MediaSection, payloadType: number): string | undefined {
  const prefix = `${payloadType} `;
  return attributeValues(section.attributes, 'fmtp')
    .find((line) => line.startsWith(prefix))
    ?.slice(prefix.length);
}
