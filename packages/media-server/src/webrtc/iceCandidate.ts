import { isIP, isIPv4 } from 'node:net';
import { IceCandidateError } from './errors.js';

/** A candidate with its place in the description, as browsers and Kurento exchange it. */
export interface IceCandidate {
  /** `candidate:…` (RFC 8839 section 5.1); empty at the end of candidates. */
  readonly candidate: string;
  readonly sdpMid: string;
  readonly sdpMLineIndex: number;
}

const PATTERN = /^candidate:\S+ (?<component>\d+) (?<protocol>\w+) \d+ (?<address>\S+) \d+ typ \w+/;

/**
 * A remote candidate in the form that the transport takes. Undefined for one that is right but of no
 * use: TCP, RTCP's own component, a name (browsers hide their address behind one in `.local`,
 * and are found by their own connectivity checks), the end of candidates.
 * @throws IceCandidateError
 */
export function usableCandidate(candidate: string): string | undefined {
  const text = candidate.trim().replace(/^a=/, '');
  if (text === '' || text === 'end-of-candidates') return undefined;
  const { component, protocol, address } = PATTERN.exec(text)?.groups ?? {};
  if (!component || !protocol || !address) {
    throw new IceCandidateError(`Not an ICE candidate: ${text.slice(0, 80)}`);
  }
  const usable = component === '1' && protocol.toLowerCase() === 'udp' && isIP(address) !== 0;
  return usable ? text : undefined;
}

/** A local candidate as others see it: a host candidate of the same family gets the announced address. */
export function announcedCandidate(candidate: string, announcedIp: string | undefined): string {
  const text = candidate.replace(/^a=/, '');
  const parts = text.split(' ');
  const address = parts[4] ?? '';
  if (!announcedIp || parts[7] !== 'host' || isIPv4(address) !== isIPv4(announcedIp)) return text;
  return parts.with(4, announcedIp).join(' ');
}
