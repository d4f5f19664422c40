import { SdpError } from '../errors.js';

const MAX_LENGTH = 100_000;
const MAX_MEDIA = 32;

/** One m= section. */
export interface MediaSection {
  readonly kind: string;
  /** 0 when it is refused. */
  readonly port: number;
  readonly protocol: string;
  /** Payload types of audio and video. */
  readonly formats: readonly string[];
  /** Its own c= line. */
  readonly address: string | undefined;
  /** What follows `a=` in its lines. */
  readonly attributes: readonly string[];
}

/** The parts of a session description (RFC 8866) that WebRTC and RTP use. */
export interface SessionDescription {
  /** The c= line before the first m= section. */
  readonly address: string | undefined;
  /** What follows `a=` before the first m= section. */
  readonly attributes: readonly string[];
  readonly media: readonly MediaSection[];
}

/** One without media is a description, too (RFC 8866 section 5). @throws SdpError SDP_PARSE_ERROR */
export function parseDescription(sdp: string): SessionDescription {
  if (sdp.trim() === '') throw parseError('It is empty');
  if (sdp.length > MAX_LENGTH) throw parseError(`It is longer than ${MAX_LENGTH} characters`);
  const lines = sdp.split(/\r\n|\r|\n/).filter((line) => line !== '');
  if (lines[0] !== 'v=0') throw parseError('It does not begin with v=0');

  const session: OpenSection = { address: undefined, attributes: [] };
  const media: (MediaSection & OpenSection)[] = [];
  for (const line of lines) {
    if (!/^[a-z]=/.test(line)) throw parseError(`Not a line of SDP: ${line.slice(0, 40)}`);
    if (line.startsWith('m=')) media.push(parseMediaLine(line));
    else readLine(media.at(-1) ?? session, line);
  }
  if (media.length > MAX_MEDIA) throw parseError(`It has more than ${MAX_MEDIA} m= lines`);
  return { ...session, media };
}

/** The value of the first attribute of that name; '' for one without value. */
export function attribute(attributes: readonly string[], name: string): string | undefined {
  return attributeValues(attributes, name)[0];
}

/** The values of all attributes of that name. */
export function attributeValues(attributes: readonly string[], name: string): string[] {
  return attributes
    .filter((line) => line === name || line.startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1));
}

/** Whether a protocol is RTP, encrypted or not, without DTLS. */
export function isRtp(protocol: string): boolean {
  return /^RTP\/S?AVPF?$/.test(protocol);
}

export function parseError(what: string, cause?: unknown): SdpError {
  return new SdpError('SDP_PARSE_ERROR', `Not a usable session description. ${what}.`, { cause });
}

interface OpenSection {
  address: string | undefined;
  readonly attributes: string[];
}

function readLine(section: OpenSection, line: string): void {
  if (line.startsWith('a=')) section.attributes.push(line.slice(2).trim());
  section.address ??= /^c=IN IP[46] ([^\s/]+)/.exec(line)?.[1];
}

function parseMediaLine(line: string): MediaSection & OpenSection {
  const match = /^m=(\w+) (\d+)(?:\/\d+)? (\S+) (.+)$/.exec(line);
  const [, kind, port, protocol, formats] = match ?? [];
  if (!kind || !port || !protocol || !formats) {
    throw parseError(`Not an m= line: ${line.slice(0, 40)}`);
  }
  return {
    kind,
    port: Number(port),
    protocol,
    formats: formats.trim().split(/ +/),
    address: undefined,
    attributes: [],
  };
}
