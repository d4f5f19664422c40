import type { IceServer } from 'node-datachannel';
import { networkInterfaces } from 'node:os';
import type { WebRtcEndpoint } from '../elements/WebRtcEndpoint.js';

type Settings = Pick<
  WebRtcEndpoint,
  | 'networkInterfaces'
  | 'stunServerAddress'
  | 'stunServerPort'
  | 'turnUrl'
  | 'externalIPv4'
  | 'externalIPv6'
>;

/** An endpoint's servers for ICE; the relay is spoken to over UDP. */
export function iceServers(settings: Settings): (string | IceServer)[] {
  const { stunServerAddress, stunServerPort, turnUrl } = settings;
  return [
    ...(stunServerAddress === '' ? [] : [`stun:${stunServerAddress}:${stunServerPort}`]),
    ...(turnUrl === '' ? [] : [turnServer(turnUrl)]),
  ];
}

/** The address that stands in an endpoint's candidates instead of its own, if a client has set one. */
export function externalAddress({ externalIPv4, externalIPv6 }: Settings): string | undefined {
  return externalIPv4 || externalIPv6 || undefined;
}

/** The local address of the first network interface in an endpoint's list (`eth0,eth1`) that has one. */
export function interfaceAddress(
  settings: Settings,
  interfaces = networkInterfaces,
): string | undefined {
  if (settings.networkInterfaces === '') return undefined;
  const present = interfaces();
  const names = settings.networkInterfaces.split(',').map((name) => name.trim());
  const addresses = names.flatMap((name) => present[name] ?? []);
  return (addresses.find(({ family }) => family === 'IPv4') ?? addresses[0])?.address;
}

/** 127.0.0.1 while this machine has no other address: unless bound to it, a peer leaves it out of its candidates. */
export function loopbackIfOffline(interfaces = networkInterfaces()): string | undefined {
  const addresses = Object.values(interfaces).flatMap((found) => found ?? []);
  return addresses.every(({ internal }) => internal) ? '127.0.0.1' : undefined;
}

/** Kurento's form is `user:password@address:port(?transport=udp)`. What is of another form is refused when it is used. */
function turnServer(url: string): string | IceServer {
  const pattern =
    /^(?<username>[^:]+):(?<password>.+)@\[?(?<hostname>[^@[\]]+?)\]?:(?<port>\d+)(\?.*)?$/;
  const { username, password, hostname, port } = pattern.exec(url)?.groups ?? {};
  if (!username || !password || !hostname || !port) return `turn:${url}`;
  return { hostname, port: Number(port), username, password, relayType: 'TurnUdp' };
}
