import { lookup } from 'node:dns/promises';
import type { IceServer } from 'node-datachannel';
import { PeerError } from './errors.js';
import { Transport } from './Transport.js';

/** A STUN or TURN server, one address of it, as in a browser's RTCIceServer. */
export interface IceServerAddress {
  /** `stun:host:port`, `turn:host:port` (RFC 7064, RFC 7065); UDP without TLS only. */
  readonly url: string;
  readonly username?: string | undefined;
  readonly credential?: string | undefined;
}

/** What came of gathering. */
export interface GatheredCandidates {
  /** Their type (RFC 8445, 5.1.1) and address. */
  readonly candidates: readonly {
    readonly type: 'host' | 'srflx' | 'relay';
    readonly address: string;
  }[];
  /** False when the server has not answered in time. */
  readonly isComplete: boolean;
}

const TIMEOUT_MS = 5000;
const DEFAULT_PORT = 3478;
const URL_PATTERN =
  /^(?<scheme>stun|turn):(?:\[(?<ipv6>[^\]]+)\]|(?<name>[^:?]+))(?::(?<port>\d+))?(?:\?transport=udp)?$/i;
const CANDIDATE =
  /^(?:a=)?candidate:\S+ \d+ \w+ \d+ (?<address>\S+) \d+ typ (?<type>host|srflx|relay)/;

/**
 * Gathers ICE candidates as a peer would, with one server's help or with none, in up to 5 s.
 *
 * @throws PeerError PEER_OPTIONS_INVALID for an address that cannot be used; NodeJS.ErrnoException when
 * its name cannot be resolved
 */
export async function gatherCandidates(server?: IceServerAddress): Promise<GatheredCandidates> {
  const iceServers = server ? [await nativeServer(server)] : [];
  const transport = new Transport({ iceServers });
  const candidates: GatheredCandidates['candidates'][number][] = [];
  let timer: NodeJS.Timeout | undefined;
  try {
    const gathered = new Promise<boolean>((resolve, reject) => {
      transport.on('candidate', (text) => {
        const { address, type } = CANDIDATE.exec(text)?.groups ?? {};
        if (address && type) candidates.push({ address, type: type as 'host' | 'srflx' | 'relay' });
      });
      transport.on('gatheringDone', () => resolve(true));
      transport.on('failed', reject);
      timer = setTimeout(() => resolve(false), TIMEOUT_MS);
    });
    const [isComplete] = await Promise.all([gathered, transport.offer(false)]);
    return { candidates, isComplete };
  } finally {
    clearTimeout(timer);
    transport.close();
  }
}

async function nativeServer({
  url,
  username,
  credential,
}: IceServerAddress): Promise<string | IceServer> {
  const { scheme, ipv6, name, port = DEFAULT_PORT } = URL_PATTERN.exec(url)?.groups ?? {};
  const host = ipv6 ?? name;
  if (!scheme || !host) {
    throw new PeerError('PEER_OPTIONS_INVALID', `Not stun:HOST:PORT or turn:HOST:PORT: ${url}`);
  }
  // The native library says nothing of a name that does not exist.
  const { address: hostname } = await lookup(host);
  if (scheme.toLowerCase() === 'stun') return { hostname, port: Number(port) };
  if (!username || !credential) {
    throw new PeerError('PEER_OPTIONS_INVALID', 'A TURN server wants a username and a credential.');
  }
  return { hostname, port: Number(port), username, password: credential, relayType: 'TurnUdp' };
}
