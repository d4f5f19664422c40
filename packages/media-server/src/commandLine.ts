import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { TlsIdentity } from './listen.js';
import { defaultLimits, type Limits } from './protocol/limits.js';
import type { MediaServerOptions } from './server.js';

/** The command line could not be understood; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'USAGE';
}

/** What `--help` prints. */
export const help = `A media server that speaks Kurento's protocol at ws://HOST:PORT/kurento.

  --port N              port to listen on (default 8888, 0 takes a free one)
  --host HOST           address to listen on (default 127.0.0.1)
  --allow-host NAME     another name that clients reach the server by (repeatable)
  --allow-origin ORIGIN a web page's origin that may connect, such as https://example.org
                        (repeatable; pages from localhost may always)
  --token TOKEN         clients must connect with ?access_token=TOKEN
                        (better by the environment: CROWDLENS_MEDIA_TOKEN)
  --tls-cert FILE       certificate with its chain in PEM: clients connect with wss://
  --tls-key FILE        its key in PEM
  --media-dir DIR       players may read files below this directory
  --recordings-dir DIR  recorders may write files below this directory (default: --media-dir)
  --webrtc-host IP      the one local address for WebRTC media (default: 127.0.0.1 when
                        --host is local, otherwise all)
  --webrtc-port N       one UDP port for all WebRTC media, or A-B: one for each process that
                        serves viewers (default: any free ones)
  --viewers-per-process N
                        WebRTC viewers that one process serves before another is started
                        (default 100, 0: one serves all; or FANOUT_VIEWERS_PER_PROCESS)
  --rtp-ports A-B       UDP ports for RtpEndpoints, two for each stream (default: any free ones)
  --announced-ip IP     the address that WebRTC peers reach this machine by
  --without-crowd-detector
                        no module crowddetector: such a server only passes on what others process
  --max-connections N   clients at a time (default ${defaultLimits.maxConnections})
  --max-sessions N      sessions that hold objects (default ${defaultLimits.maxSessions})
  --max-objects N       objects of all sessions together (default ${defaultLimits.maxObjects})
  --max-message-size N  bytes of a client's message (default ${defaultLimits.maxMessageBytes})
  --help                show this

The environment's LOG_LEVEL says how much is logged (default info).`;

const flags = {
  port: { type: 'string' },
  host: { type: 'string' },
  'allow-host': { type: 'string', multiple: true },
  'allow-origin': { type: 'string', multiple: true },
  token: { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'media-dir': { type: 'string' },
  'recordings-dir': { type: 'string' },
  'webrtc-host': { type: 'string' },
  'webrtc-port': { type: 'string' },
  'viewers-per-process': { type: 'string' },
  'rtp-ports': { type: 'string' },
  'announced-ip': { type: 'string' },
  'without-crowd-detector': { type: 'boolean' },
  'max-connections': { type: 'string' },
  'max-sessions': { type: 'string' },
  'max-objects': { type: 'string' },
  'max-message-size': { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** Returns nothing when help was asked for. Throws UsageError. */
export function parseCommandLine(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): MediaServerOptions | undefined {
  const given = parse(args);
  if (given.help) return undefined;
  return defined({
    port: given.port === undefined ? undefined : port('--port', given.port, 0),
    host: given.host,
    allowedHosts: given['allow-host'],
    allowedOrigins: given['allow-origin']?.map(origin),
    token: given.token ?? (env['CROWDLENS_MEDIA_TOKEN'] || undefined),
    mediaDir: given['media-dir'],
    recordingsDir: given['recordings-dir'],
    webrtcHost: given['webrtc-host'],
    webrtcPort: given['webrtc-port'] === undefined ? undefined : webrtcPort(given['webrtc-port']),
    viewersPerProcess: viewers(given['viewers-per-process'] ?? env['FANOUT_VIEWERS_PER_PROCESS']),
    rtpPorts:
      given['rtp-ports'] === undefined ? undefined : ports('--rtp-ports', given['rtp-ports']),
    announcedIp: given['announced-ip'],
    crowdDetector: given['without-crowd-detector'] ? false : undefined,
    tls: tls(given['tls-cert'], given['tls-key']),
    limits: limits(given),
  });
}

type Given = ReturnType<typeof parseArgs<{ options: typeof flags }>>['values'];

function parse(args: readonly string[]): Given {
  try {
    return parseArgs({ args: [...args], options: flags }).values;
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause });
  }
}

function port(flag: string, text: string, min: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= min && number <= 65_535) return number;
  throw new UsageError(`${flag} must be a port, ${min} to 65535, not '${text}'`);
}

function ports(flag: string, text: string): { begin: number; end: number } {
  const [, first = '', last = ''] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  const begin = port(flag, first || text, 1);
  const end = port(flag, last || text, 1);
  if (begin < end) return { begin, end };
  throw new UsageError(`${flag} must be a range such as 40000-40100, not '${text}'`);
}

function webrtcPort(text: string): MediaServerOptions['webrtcPort'] {
  return text.includes('-') ? ports('--webrtc-port', text) : port('--webrtc-port', text, 1);
}

function viewers(text: string | undefined): number | undefined {
  return text === '0' ? 0 : count('--viewers-per-process', text || undefined);
}

function origin(text: string): string {
  if (URL.canParse(text) && new URL(text).origin === text) return text;
  throw new UsageError(
    `--allow-origin must be an origin such as https://example.org, not '${text}'`,
  );
}

function tls(certFile?: string, keyFile?: string): TlsIdentity | undefined {
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined) {
    throw new UsageError('--tls-cert and --tls-key are needed together');
  }
  return { cert: read('--tls-cert', certFile), key: read('--tls-key', keyFile) };
}

function read(flag: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(`${flag} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

function limits(given: Given): Partial<Limits> | undefined {
  const some = defined({
    maxConnections: count('--max-connections', given['max-connections']),
    maxSessions: count('--max-sessions', given['max-sessions']),
    maxObjects: count('--max-objects', given['max-objects']),
    maxMessageBytes: count('--max-message-size', given['max-message-size']),
  });
  return Object.keys(some).length === 0 ? undefined : some;
}

function count(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`${flag} must be a number from 1, not '${text}'`);
}

/** Leaves out what was not given. */
function defined<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
