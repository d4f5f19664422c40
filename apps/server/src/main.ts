import { networkInterfaces } from 'node:os';
import { spawnMediaServer } from '@crowdlens/media-server';
import { destination, pino } from 'pino';
import { closeOnSignals } from './closeOnSignals.js';
import { ConfigError, loadConfig } from './config.js';
import type { Config } from './config.js';
import { createServer } from './createServer.js';
import type { CrowdlensServer, ServerParts } from './createServer.js';
import { EgressProxy } from './egress/EgressProxy.js';
import { forgetSecrets } from './secretFiles.js';
import { PlayHosts } from './egress/PlayHosts.js';
import { traceFields } from './tracing/spans.js';
import { startTracing } from './tracing/startTracing.js';

const MEDIA_WAIT_MS = 10_000;

/**
 * The media servers that are given; otherwise the embedded one, in a process of its own.
 *
 * @param egress - what the embedded one fetches through
 */
function mediaServers(
  config: Config,
  egress: EgressProxy | undefined,
): Pick<ServerParts, 'mediaServers' | 'startDetector'> {
  const { kurentoUrls, recordingsDir, kurentoRecordingsDir } = config;
  const { webrtcPorts, rtpPorts, webrtcAnnouncedIp: announcedIp } = config;
  const embedded = async () => {
    const spawned = await spawnMediaServer({
      mediaDir: config.mediaDir,
      recordingsDir,
      logLevel: config.logLevel,
      ...(egress && { httpProxy: egress.url }),
      // Also for pages on this machine alone: Firefox refuses loopback candidates.
      webrtcHost: '0.0.0.0',
      ...(webrtcPorts && { webrtcPort: { begin: webrtcPorts.first, end: webrtcPorts.last } }),
      ...(rtpPorts && { rtpPorts: { begin: rtpPorts.first, end: rtpPorts.last } }),
      ...(announcedIp !== undefined && { announcedIp }),
    });
    return { ...spawned, recordingsDir };
  };
  if (kurentoUrls.length === 0) return { mediaServers: [embedded] };
  const given = kurentoUrls.map((url) => async () => ({
    url,
    recordingsDir: kurentoRecordingsDir,
    close: async () => {},
  }));
  return { mediaServers: given, startDetector: embedded };
}

function explain(error: unknown, config?: Config): string {
  if (error instanceof ConfigError) return error.message;
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return `PORT ${config?.port} is in use: end the program that has it, or set another PORT.`;
    case 'EACCES':
      return `PORT ${config?.port} or DATA_DIR ${config?.dataDir} may not be used: ${String(error)}`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST ${config?.host} is no address of this machine.`;
    default:
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** Where other machines reach a server that listens on all addresses. */
function urlsForOthers(url: string): string[] {
  if (new URL(url).hostname !== '0.0.0.0') return [];
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => url.replace('0.0.0.0', address));
}

/** @param isTokenNew - whether the token was made just now: one that was set is known already, and stays out of logs */
function announce({ url, operatorToken, tls }: CrowdlensServer, isTokenNew: boolean): void {
  console.log(`Crowdlens is ready: ${url}`);
  for (const other of urlsForOthers(url)) console.log(`  From other machines: ${other}`);
  console.log(`  GraphQL: ${url}/graphql`);
  if (tls) console.log(`  TLS certificate, SHA-256: ${tls.fingerprint}`);
  if (operatorToken !== undefined && isTokenNew) console.log(`  Operator token: ${operatorToken}`);
}

let config: Config | undefined;
try {
  config = loadConfig(process.env);
  forgetSecrets(process.env);
  // The log goes to standard error; standard output is for people.
  const log = pino(
    { name: 'crowdlens', level: config.logLevel, mixin: () => traceFields() },
    destination(2),
  );
  const tracing = await startTracing(process.env, log);
  const playHosts = new PlayHosts(config.playHosts);
  const egress = playHosts.areAll ? undefined : await EgressProxy.open(playHosts, log);
  const server = await createServer(config, { ...mediaServers(config, egress), log });
  const close = async () => {
    await server.close();
    await egress?.close();
    await tracing?.close();
  };
  closeOnSignals({ close, timeoutMs: config.shutdownMs, log });
  // Whoever waits for the address may go live at once.
  if (!(await server.untilMediaAvailable(MEDIA_WAIT_MS))) {
    log.warn('no media server answers yet: the page works, going live has to wait');
  }
  announce(server, config.operatorToken === undefined);
} catch (error) {
  console.error(explain(error, config));
  process.exit(1);
}
