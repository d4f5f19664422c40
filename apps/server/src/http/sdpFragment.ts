import type { IceCandidateInput } from '@crowdlens/schema';

/** What a body of the type application/trickle-ice-sdpfrag says (RFC 8840, 9). */
export interface SdpFragment {
  /** The ICE session that it is about. */
  readonly iceUfrag: string | undefined;
  readonly candidates: readonly Omit<IceCandidateInput, 'sessionId'>[];
}

/** @returns undefined when it is none */
export function parseSdpFragment(text: string): SdpFragment | undefined {
  let iceUfrag: string | undefined;
  let sdpMid: string | null = null;
  let sdpMLineIndex = -1;
  const candidates: SdpFragment['candidates'][number][] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, type, name, value = ''] = /^([a-z])=([\w-]+)(?:[: ](.*))?$/.exec(line) ?? [];
    if (type === 'm') {
      sdpMLineIndex += 1;
      sdpMid = null;
    } else if (name === 'ice-ufrag') iceUfrag = value;
    else if (name === 'mid') sdpMid = value;
    else if (name === 'candidate') {
      if (sdpMLineIndex < 0) return undefined;
      candidates.push({ candidate: line.slice('a='.length), sdpMid, sdpMLineIndex });
    } else if (line !== '' && type === undefined) return undefined;
  }
  return { iceUfrag, candidates };
}

/**
 * A description with all candidates of its sender, which come behind its first media section:
 * all others are bundled with that one (RFC 9143).
 *
 * @param candidates - without `a=`
 */
export function withCandidates(sdp: string, candidates: readonly string[]): string {
  const lines = [...candidates.map((candidate) => `a=${candidate}`), 'a=end-of-candidates'];
  const [session = '', first = '', ...others] = sdp.split(/(?=^m=)/m);
  return [session, first, ...lines.map((line) => `${line}\r\n`), ...others].join('');
}

/** A description in which nothing flows both ways, as WHIP and WHEP want it. */
export function oneWay(sdp: string, direction: 'sendonly' | 'recvonly'): string {
  return sdp.replaceAll(/^a=sendrecv(?=\r?$)/gm, `a=${direction}`);
}
