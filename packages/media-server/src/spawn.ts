import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { MediaServerOptions } from './server.js';

/** As for a server in this process; by default it takes a free port and makes its own token. */
export type SpawnOptions = Omit<
  MediaServerOptions,
  'limits' | 'tls' | 'garbageCollectorPeriodMs' | 'log'
> & {
  /** Level of the child's log on standard error. Default `info`. */
  readonly logLevel?: string;
  /** What players read by http(s) is fetched through this proxy, `http://…`. */
  readonly httpProxy?: string;
};

/** A media server in a child process, so that a crash of native code stays there. */
export interface SpawnedMediaServer {
  /** What clients connect to, the token included. */
  readonly url: string;
  /** Resolves when the process has ended, for whatever reason. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Ends the process: asks it to, and after 5 s makes it. Idempotent. */
  close(): Promise<void>;
}

/** The child could not start; its standard error says why. */
export class SpawnError extends Error {
  override readonly name = 'SpawnError';
  readonly code = 'MEDIA_SERVER_DID_NOT_START';
}

const GRACE_MS = 5000;

/** Starts a media server in a child process; it ends by itself when this process does. */
export async function spawnMediaServer(options: SpawnOptions = {}): Promise<SpawnedMediaServer> {
  const token = options.token ?? randomBytes(24).toString('base64url');
  const child = fork(new URL('./main.js', import.meta.url), toArguments(options), {
    env: {
      ...process.env,
      CROWDLENS_MEDIA_TOKEN: token,
      // Each network source of a player may hold a thread while it waits for data.
      UV_THREADPOOL_SIZE: process.env['UV_THREADPOOL_SIZE'] ?? '32',
      // glibc would give each of these threads a heap of its own, and each keeps pictures' memory.
      MALLOC_ARENA_MAX: process.env['MALLOC_ARENA_MAX'] ?? '2',
      // As FFmpeg has it; it asks no_proxy, too.
      ...(options.httpProxy !== undefined && { http_proxy: options.httpProxy, no_proxy: '' }),
      LOG_LEVEL: options.logLevel ?? process.env['LOG_LEVEL'] ?? 'info',
    },
    // Flags of this process, such as --watch or --inspect, are not for the child.
    execArgv: [],
  });
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  return {
    url: await ready(child),
    exited,
    close: () => stop(child, exited),
  };
}

async function ready(child: ChildProcess): Promise<string> {
  const message = await Promise.race([
    once(child, 'message').then(([first]) => first as { url: string }),
    once(child, 'exit').then(([code, signal]) => {
      throw new SpawnError(
        `The media server ended before it was ready (${String(signal ?? code)}); its output above says why`,
      );
    }),
  ]);
  return message.url;
}

async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.connected) child.disconnect();
  const force = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await exited;
  clearTimeout(force);
}

function toArguments(options: SpawnOptions): string[] {
  const { host, port = 0, allowedHosts = [], allowedOrigins = [], mediaDir, webrtcPort } = options;
  const { recordingsDir, webrtcHost, announcedIp, rtpPorts, viewersPerProcess } = options;
  const { crowdDetector = true } = options;
  return [
    `--port=${port}`,
    ...(host === undefined ? [] : [`--host=${host}`]),
    ...allowedHosts.map((name) => `--allow-host=${name}`),
    ...allowedOrigins.map((origin) => `--allow-origin=${origin}`),
    ...(mediaDir === undefined ? [] : [`--media-dir=${mediaDir}`]),
    ...(recordingsDir === undefined ? [] : [`--recordings-dir=${recordingsDir}`]),
    ...(rtpPorts === undefined ? [] : [`--rtp-ports=${portText(rtpPorts)}`]),
    ...(webrtcHost === undefined ? [] : [`--webrtc-host=${webrtcHost}`]),
    ...(webrtcPort === undefined ? [] : [`--webrtc-port=${portText(webrtcPort)}`]),
    ...(viewersPerProcess === undefined ? [] : [`--viewers-per-process=${viewersPerProcess}`]),
    ...(announcedIp === undefined ? [] : [`--announced-ip=${announcedIp}`]),
    ...(crowdDetector ? [] : ['--without-crowd-detector']),
  ];
}

function portText(ports: NonNullable<SpawnOptions['webrtcPort']>): string {
  if (typeof ports === 'number') return String(ports);
  return ports.begin === ports.end ? String(ports.begin) : `${ports.begin}-${ports.end}`;
}
