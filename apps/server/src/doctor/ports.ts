import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { request } from 'node:https';
import { json } from 'node:stream/consumers';
import type { Config } from '../config.js';
import { listen } from '../http/listen.js';
import type { Check } from './Check.js';
import { failed, ok, reasonOf, skipped, warning } from './Finding.js';
import type { Statement } from './Finding.js';

const TIMEOUT_MS = 2000;
/** More are counted, not named. */
const MAX_NAMED = 5;

/** Whether the ports of the settings can be had. */
export const ports: Check = {
  name: 'ports',
  run: async (config) => {
    const tcp = await httpPort(config);
    const isRunning = tcp.verdict === 'warning';
    return [
      tcp,
      await udpPorts('WEBRTC_PORTS', config.webrtcPorts, isRunning),
      await udpPorts('RTP_PORTS', config.rtpPorts, isRunning),
    ];
  },
};

async function httpPort({ host, port }: Config): Promise<Statement> {
  try {
    const { servers } = await listen({ host, port, tls: undefined }, () => {});
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    return ok(port === 0 ? 'PORT 0 takes any free port.' : `PORT ${port} is free on ${host}.`);
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case 'EADDRINUSE':
        return portInUse(host, port);
      case 'EACCES':
        return failed(
          `PORT ${port} may not be opened by this user.`,
          'Take a PORT above 1023, or let a proxy in front listen there.',
        );
      default:
        return failed(
          `Nothing can listen on HOST ${host}: ${reasonOf(error)}.`,
          'Set HOST to a name or address of this machine; 0.0.0.0 is all of them.',
        );
    }
  }
}

async function portInUse(host: string, port: number): Promise<Statement> {
  if (await isCrowdlens(host, port)) {
    return warning(
      `A Crowdlens answers on PORT ${port} already.`,
      'If that is the one you mean, all is well; another one needs another PORT.',
    );
  }
  return failed(
    `PORT ${port} is in use by another program.`,
    'End the program that has it, or set another PORT.',
  );
}

/** Whether what listens there answers `/livez` as we do, with TLS or without. */
async function isCrowdlens(host: string, port: number): Promise<boolean> {
  const name = /^(0\.0\.0\.0|::)$/.test(host) ? 'localhost' : host;
  const authority = `${name.includes(':') ? `[${name}]` : name}:${port}`;
  const answers = await Promise.all([
    fetch(`http://${authority}/livez`, { signal: AbortSignal.timeout(TIMEOUT_MS) })
      .then((response) => response.json() as unknown)
      .catch(() => undefined),
    liveOverTls(`https://${authority}/livez`).catch(() => undefined),
  ]);
  return answers.some((answer) => JSON.stringify(answer) === '{"status":"ok"}');
}

async function liveOverTls(url: string): Promise<unknown> {
  // Who it is does not matter here: nothing is told, and nothing is believed.
  const asked = request(url, { rejectUnauthorized: false, timeout: TIMEOUT_MS });
  asked.on('timeout', () => asked.destroy(new Error('timeout'))).end();
  const [response] = (await once(asked, 'response')) as [NodeJS.ReadableStream];
  return json(response);
}

async function udpPorts(
  setting: 'WEBRTC_PORTS' | 'RTP_PORTS',
  range: Config['webrtcPorts'],
  isRunning: boolean,
): Promise<Statement> {
  if (!range) return ok(`${setting} is not set: any free UDP port is taken.`);
  const shown = range.first === range.last ? range.first : `${range.first}-${range.last}`;
  if (isRunning) return skipped(`${setting} ${shown}: the Crowdlens that runs may have them.`);
  const taken: number[] = [];
  for (let port = range.first; port <= range.last; port++) {
    if (!(await canBind(port))) taken.push(port);
  }
  if (taken.length === 0) return ok(`${setting} ${shown}: all of these UDP ports are free.`);
  const named = taken.slice(0, MAX_NAMED).join(', ');
  const rest = taken.length > MAX_NAMED ? ` and ${taken.length - MAX_NAMED} more` : '';
  return failed(
    `${setting} ${shown}: UDP port ${named}${rest} cannot be opened.`,
    `End the program that has it, or set ${setting} to ports that are free (and above 1023).`,
  );
}

function canBind(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => socket.close(() => resolve(false)));
    socket.bind({ port, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}
