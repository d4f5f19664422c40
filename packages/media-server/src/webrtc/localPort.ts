import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { PeerError } from './errors.js';

/** Which local UDP port and address a connection may use. */
export interface LocalPortOptions {
  /** The one local address to use; all but loopback by default. */
  readonly bindAddress?: string | undefined;
  /** UDP ports to choose from, both ends included; one for each connection. */
  readonly portRange?: { readonly begin: number; readonly end: number };
  /** One UDP port for all connections instead of one for each. */
  readonly udpMuxPort?: number;
}

/** An address that could be bound can be bound again for this long. */
const CHECKED_MS = 1000;

const reserved = new Set<number>();
const shared = new Map<number, Promise<boolean>>();
/** Addresses that were checked lately. */
const checked = new Map<string, Promise<boolean>>();

/**
 * A UDP port that can be bound, 0 for any: the native library aborts the process where it cannot.
 * Give it back with {@link releasePort}.
 * @throws PeerError PEER_TRANSPORT_FAILED
 */
export async function reservePort(options: LocalPortOptions): Promise<number> {
  const { bindAddress, portRange, udpMuxPort } = options;
  if (udpMuxPort) {
    if (await canShare(udpMuxPort, bindAddress)) return udpMuxPort;
  } else if (portRange) {
    for (let port = portRange.begin; port <= portRange.end; port++) {
      if (await canReserve(port, bindAddress)) return port;
    }
  } else if (!bindAddress || (await hasAddress(bindAddress))) {
    return 0;
  }
  throw new PeerError(
    'PEER_TRANSPORT_FAILED',
    `No UDP port can be bound: check the address and that ports are free (${JSON.stringify({ bindAddress, portRange, udpMuxPort })}).`,
  );
}

export function releasePort(port: number): void {
  reserved.delete(port);
}

/** Whether any port of an address can be bound; many peers that come together ask once. */
function hasAddress(address: string): Promise<boolean> {
  const known = checked.get(address);
  if (known) return known;
  const check = canBind(0, address);
  checked.set(address, check);
  setTimeout(() => checked.delete(address), CHECKED_MS).unref();
  return check;
}

/** Asked once: from then on it is bound by us. */
async function canShare(port: number, address: string | undefined): Promise<boolean> {
  const check = shared.get(port) ?? canBind(port, address);
  shared.set(port, check);
  const can = await check;
  if (!can) shared.delete(port);
  return can;
}

async function canReserve(port: number, address: string | undefined): Promise<boolean> {
  if (reserved.has(port)) return false;
  reserved.add(port);
  const can = await canBind(port, address);
  if (!can) reserved.delete(port);
  return can;
}

function canBind(port: number, address: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(address && isIPv6(address) ? 'udp6' : 'udp4');
    socket.once('error', () => socket.close(() => resolve(false)));
    socket.bind({ port, exclusive: true, ...(address && { address }) }, () =>
      socket.close(() => resolve(true)),
    );
  });
}
