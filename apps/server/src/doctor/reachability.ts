import ipaddr from 'ipaddr.js';
import { iceServersFor } from '../access/iceServersFor.js';
import type { Config } from '../config.js';
import { isLoopback } from '../http/sameSite.js';
import type { Check, Gathered, IceServerAddress, MediaTrials } from './Check.js';
import { failed, ok, reasonOf, skipped, warning } from './Finding.js';
import type { Statement } from './Finding.js';

/** Whether pictures find their way over UDP: from here, and through the STUN and TURN servers of the settings. */
export const reachability: Check = {
  name: 'UDP',
  run: async (config, { media }) => {
    const trials = await media().catch(() => undefined);
    if (!trials) return [skipped('Not tried, since WebRTC cannot be loaded; see “codecs”.')];
    const servers = iceServersFor(config).flatMap(({ urls, ...account }) =>
      urls.map((url) => ({ url, ...account })),
    );
    return [
      await ownAddresses(config, trials),
      ...(await Promise.all(servers.map((server) => through(server, trials)))),
    ];
  },
};

async function ownAddresses(config: Config, trials: MediaTrials): Promise<Statement> {
  const { webrtcAnnouncedIp, host, iceServers } = config;
  const { candidates } = await trials.gatherCandidates();
  const found = candidates.map(({ address }) => address);
  const here = `Peers can reach this machine at ${found.join(', ') || 'no address'}`;
  if (webrtcAnnouncedIp !== undefined) {
    return ok(`${here}; they are told ${webrtcAnnouncedIp} (WEBRTC_ANNOUNCED_IP) instead.`);
  }
  const isAlone = isLoopback(host) || found.some(isPublic);
  const hasTurn = iceServers.some(({ urls }) => urls.some((url) => /^turns?:/i.test(url)));
  if (isAlone || hasTurn) return ok(`${here}.`);
  return warning(
    `${here}, which only its own network can reach.`,
    'For viewers elsewhere set WEBRTC_ANNOUNCED_IP to the address that they see, and let WEBRTC_PORTS through the firewall; or set ICE_SERVERS to a TURN server.',
  );
}

function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** A STUN server must tell how it sees us, a TURN server must relay. */
async function through(server: IceServerAddress, trials: MediaTrials): Promise<Statement> {
  const { url } = server;
  const isTurn = /^turns?:/i.test(url);
  if (/^(turns|stuns):|transport=tcp/i.test(url)) {
    return skipped(`${url} is for browsers alone: from here only UDP without TLS can be tried.`);
  }
  let gathered: Gathered;
  try {
    gathered = await trials.gatherCandidates(server);
  } catch (error) {
    return failed(
      `${url} cannot be used: ${reasonOf(error)}`,
      'Correct ICE_SERVERS: stun:HOST:PORT or turn:HOST:PORT, a TURN server with username and credential or with TURN_SECRET.',
    );
  }
  const wanted = isTurn ? 'relay' : 'srflx';
  const address = gathered.candidates.find(({ type }) => type === wanted)?.address;
  if (address !== undefined) {
    return ok(isTurn ? `${url} relays by ${address}.` : `${url} sees this machine as ${address}.`);
  }
  if (!gathered.isComplete) {
    return failed(
      `${url} does not answer.`,
      'Viewers who need it will see nothing. It is away, or a firewall drops UDP to it: correct ICE_SERVERS, or the firewall.',
    );
  }
  if (isTurn) {
    return failed(
      `${url} answers, but refuses to relay.`,
      'Viewers who need it will see nothing. Compare username and credential in ICE_SERVERS, or TURN_SECRET, with the server’s (coturn: user, static-auth-secret); it may have no port left, too.',
    );
  }
  // Without NAT in between it tells an address that we know already.
  return ok(`${url} answers; it sees this machine under its own address.`);
}
