import { attribute, attributeValues, parseError, type SessionDescription } from './description.js';

/** What two peers tell each other to connect: ICE credentials (RFC 8839) and DTLS identity (RFC 8842). */
export interface TransportParameters {
  readonly iceUfrag: string;
  readonly icePwd: string;
  /** Hash function and hash of the certificate, as in a=fingerprint. */
  readonly fingerprint: string;
  /** `actpass`, `active` or `passive`, as in a=setup. */
  readonly setup: string;
}

/**
 * Reads them from the section at `index`, or from the session where it has none of its own.
 * @throws SdpError SDP_PARSE_ERROR
 */
export function readTransport(
  { attributes, media }: SessionDescription,
  index: number,
): TransportParameters {
  const read = (name: string, pattern: RegExp): string => {
    const value =
      attribute(media[index]?.attributes ?? [], name) ?? attribute(attributes, name) ?? '';
    if (!pattern.test(value)) throw parseError(`a=${name} is missing or wrong`);
    return value;
  };
  return {
    iceUfrag: read('ice-ufrag', /^[\w+/=-]{4,256}$/),
    icePwd: read('ice-pwd', /^[\w+/=-]{22,256}$/),
    fingerprint: read('fingerprint', /^[\w-]+ ([\da-f]{2}:)+[\da-f]{2}$/i),
    setup: read('setup', /^(actpass|active|passive)$/),
  };
}

/** The candidates of the section at `index`, as in a=candidate, with that word. */
export function readCandidates({ media }: SessionDescription, index: number): string[] {
  return attributeValues(media[index]?.attributes ?? [], 'candidate').map(
    (value) => `candidate:${value}`,
  );
}

export function transportLines(transport: TransportParameters): string[] {
  return [
    `a=ice-ufrag:${transport.iceUfrag}`,
    `a=ice-pwd:${transport.icePwd}`,
    'a=ice-options:trickle',
    `a=fingerprint:${transport.fingerprint}`,
    `a=setup:${transport.setup}`,
  ];
}
