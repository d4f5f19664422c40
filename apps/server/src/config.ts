import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Role } from '@crowdlens/schema';
import { z } from 'zod';
import type { Retention } from './history/HistoryStore.js';
import { isLoopback } from './http/sameSite.js';
import { withSecretFiles } from './secretFiles.js';
import type { RecordingLimits } from './recording/RecordingLimits.js';
import {
  databaseUrl,
  embedOrigins,
  iceServers,
  ipAddress,
  isYes,
  kurentoUrl,
  list,
  mqttUrl,
  origin,
  path,
  portRange,
  redisUrl,
  roleOrNone,
  secret,
  topicPrefix,
  webAddress,
  wholeNumber,
  yesOrNo,
} from './settingTypes.js';

const MEGABYTE = 1_000_000;

/** A setting that cannot be used. The message has one line for each of them. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'CONFIG_INVALID';
}

const builtPage = fileURLToPath(new URL('../../web/dist', import.meta.url));

const variables = z
  .object({
    PORT: wholeNumber(0, 65_535).default(4000),
    HOST: z.string().default('localhost'),
    ALLOWED_ORIGINS: list.pipe(z.array(origin)).default([]),
    EMBED_ORIGINS: embedOrigins.default(['*']),
    TLS_CERT: z.string().optional(),
    TLS_KEY: z.string().optional(),
    INSECURE: yesOrNo.default('0').transform(isYes),
    OPERATOR_TOKEN: secret(8),
    METRICS_TOKEN: secret(16),
    JWT_SECRET: secret(32),
    JWKS_URL: webAddress.optional(),
    JWT_ISSUER: z.string().optional(),
    JWT_AUDIENCE: z.string().default('crowdlens'),
    ANONYMOUS_ROLE: roleOrNone.optional(),
    INTROSPECTION: yesOrNo.default('1').transform(isYes),
    MAX_OPERATIONS_PER_SECOND: wholeNumber(1, 1_000_000).optional(),
    MAX_CONNECTIONS_PER_ADDRESS: wholeNumber(1, 1_000_000).optional(),
    TRUSTED_PROXIES: list.pipe(z.array(ipAddress)).default([]),
    KURENTO_URL: list.pipe(z.array(kurentoUrl)).default([]),
    ICE_SERVERS: iceServers.default([]),
    TURN_SECRET: secret(16),
    WEBRTC_PORTS: portRange.optional(),
    RTP_PORTS: portRange.optional(),
    WEBRTC_ANNOUNCED_IP: ipAddress.optional(),
    MEDIA_DIR: path('media'),
    PLAY_HOSTS: list.optional(),
    DATA_DIR: path('data'),
    DATABASE_URL: databaseUrl.optional(),
    REDIS_URL: redisUrl.optional(),
    REDIS_PREFIX: z.string().min(1).max(100).default('crowdlens:'),
    HISTORY_DAYS: wholeNumber(1, 36_500).default(90),
    HISTORY_SECONDS_DAYS: wholeNumber(1, 36_500).default(7),
    RECORDINGS_DIR: z
      .string()
      .transform((text) => resolve(text))
      .optional(),
    KURENTO_RECORDINGS_DIR: z.string().optional(),
    RECORDING_MAX_MINUTES: wholeNumber(1, 10_080).default(240),
    RECORDING_MAX_MB: wholeNumber(1, 1_000_000).default(4096),
    RECORDINGS_MAX_MB: wholeNumber(1, 100_000_000).default(20_480),
    RECORDINGS_DAYS: wholeNumber(1, 36_500).default(30),
    RECORDINGS_MIN_FREE_MB: wholeNumber(0, 10_000_000).default(512),
    HISTORY_MAX_EVENTS: wholeNumber(1, 1_000_000_000).default(1_000_000),
    HISTORY_MAX_BYTES: wholeNumber(10_000_000, Number.MAX_SAFE_INTEGER).optional(),
    WEBHOOKS_TO_PRIVATE_NETWORKS: yesOrNo.default('0').transform(isYes),
    MQTT_URL: mqttUrl.optional(),
    MQTT_PREFIX: topicPrefix.default('crowdlens'),
    MQTT_DISCOVERY_PREFIX: topicPrefix.default('homeassistant'),
    WEB_DIR: path(builtPage),
    MAX_BROADCASTS: wholeNumber(1, 1000).default(16),
    MAX_VIEWERS: wholeNumber(1, 100_000).default(500),
    INTERRUPTED_SECONDS: wholeNumber(1, 3600).default(30),
    SHUTDOWN_SECONDS: wholeNumber(1, 3600).default(10),
    BROADCAST_IDLE_SECONDS: wholeNumber(1, 31_536_000).default(3600),
    EDGE_IDLE_SECONDS: wholeNumber(0, 86_400).default(10),
    LOG_LEVEL: z
      .enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'], {
        error: ({ input }) =>
          `must be silent, fatal, error, warn, info, debug or trace, not "${String(input)}"`,
      })
      .default('info'),
  })
  .superRefine(({ DATABASE_URL, HISTORY_MAX_BYTES }, context) => {
    if (DATABASE_URL === undefined || HISTORY_MAX_BYTES === undefined) return;
    context.addIssue({
      code: 'custom',
      path: ['HISTORY_MAX_BYTES'],
      message: 'is for the file in DATA_DIR, not for DATABASE_URL: bound that by days and events',
    });
  })
  .superRefine(({ REDIS_URL, DATABASE_URL }, context) => {
    if (REDIS_URL === undefined || DATABASE_URL !== undefined) return;
    context.addIssue({
      code: 'custom',
      path: ['REDIS_URL'],
      message:
        'is for several servers, which need one history: set DATABASE_URL to a PostgreSQL, too',
    });
  })
  .superRefine(({ TLS_CERT, TLS_KEY }, context) => {
    if ((TLS_CERT === undefined) === (TLS_KEY === undefined)) return;
    const missing = TLS_CERT === undefined ? 'TLS_CERT' : 'TLS_KEY';
    context.addIssue({
      code: 'custom',
      path: [missing],
      message: 'is missing: TLS_CERT and TLS_KEY are given together',
    });
  });

/** The settings of the server, checked. */
export interface Config {
  /** TCP port, 0 to 65535; 0 takes a free one. */
  readonly port: number;
  /** Name or address to listen on; `localhost` is 127.0.0.1 and ::1. */
  readonly host: string;
  /** Origins of foreign pages that may use the API. */
  readonly allowedOrigins: readonly string[];
  /** Origins of the pages that may frame the viewer; `'*'` is all, none is none. */
  readonly embedOrigins: readonly string[];
  /** Paths of the certificate chain and its key, PEM. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  /** Whether to serve other hosts without TLS and tokens. */
  readonly insecure: boolean;
  /** Whoever knows it is an operator. */
  readonly operatorToken: string | undefined;
  /** Whoever knows it may read the metrics; undefined: programs of this machine may. */
  readonly metricsToken: string | undefined;
  /** Signs tokens (HS256), share links too; at least 32 characters. Undefined takes one that is kept in `dataDir`. */
  readonly jwtSecret: string | undefined;
  /** Where an identity provider publishes its keys (RFC 7517). */
  readonly jwksUrl: string | undefined;
  /** `iss` of the provider's tokens; undefined accepts any. */
  readonly jwtIssuer: string | undefined;
  /** `aud` of the provider's tokens. */
  readonly jwtAudience: string;
  /** What somebody without a token may do, where tokens are wanted; undefined: nothing. */
  readonly anonymousRole: Role | undefined;
  /** Whether clients may ask for the schema. */
  readonly introspection: boolean;
  /** Of one address, and of one token's subject, averaged over ten seconds; undefined: as many as they like. */
  readonly maxOperationsPerSecond: number | undefined;
  /** Undefined: as many as they like. */
  readonly maxConnectionsPerAddress: number | undefined;
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** Kurento media servers; none starts the embedded one. */
  readonly kurentoUrls: readonly string[];
  /** Told to browsers. */
  readonly iceServers: readonly {
    readonly urls: readonly string[];
    readonly username?: string | undefined;
    readonly credential?: string | undefined;
  }[];
  /** Shared with the TURN servers, which take credentials made of it; see `iceServersFor`. */
  readonly turnSecret: string | undefined;
  /** UDP ports of the embedded media server, one for each of its processes; undefined takes free ones. */
  readonly webrtcPorts: { readonly first: number; readonly last: number } | undefined;
  /** UDP ports of the embedded media server for streams that come by plain RTP, two for each; undefined takes free ones. */
  readonly rtpPorts: { readonly first: number; readonly last: number } | undefined;
  /** The address that the embedded media server puts into its candidates. */
  readonly webrtcAnnouncedIp: string | undefined;
  /** Absolute path: files below it can be played. */
  readonly mediaDir: string;
  /** Hosts that what is played may be fetched from, wherever they are; `'*'` is all. Without them only public ones, by http(s). */
  readonly playHosts: readonly string[];
  /** Absolute path: what the server must remember. */
  readonly dataDir: string;
  /** PostgreSQL for the history; undefined takes the file `crowdlens.db` in `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** A Redis, through which several servers work as one; undefined: there is this server only. */
  readonly redisUrl: string | undefined;
  /** Of all keys and channels in that Redis. */
  readonly redisPrefix: string;
  readonly retention: Retention;
  /** Whether webhooks may call this machine and private networks. */
  readonly webhooksToPrivateNetworks: boolean;
  /** An MQTT broker to publish to, and where there. */
  readonly mqtt:
    { readonly url: string; readonly prefix: string; readonly discoveryPrefix: string } | undefined;
  /** Absolute path of the folder of all recordings. */
  readonly recordingsDir: string;
  /** Where the media servers at `kurentoUrls` find that folder; undefined when they do not. */
  readonly kurentoRecordingsDir: string | undefined;
  readonly recordingLimits: RecordingLimits;
  /** Absolute path of the built page. */
  readonly webDir: string;
  readonly maxBroadcasts: number;
  /** Per broadcast. */
  readonly maxViewers: number;
  /** How long a presenter may be away. */
  readonly interruptedMs: number;
  /** How long closing may take. */
  readonly shutdownMs: number;
  /** How long an unused broadcast is kept. */
  readonly broadcastIdleMs: number;
  /** How long a media server that nobody watches a broadcast at goes on getting it. */
  readonly edgeIdleMs: number;
  readonly logLevel: string;
}

/**
 * Reads the settings from environment variables. An empty variable counts as unset; secrets may be
 * in files (`NAME_FILE`).
 *
 * @throws ConfigError naming each variable that cannot be used
 */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const { environment: complete, problems } = withSecretFiles(environment);
  const given = Object.fromEntries(Object.entries(complete).filter(([, value]) => value !== ''));
  const { success, data, error } = variables.safeParse(given);
  if (!success || problems.length > 0) {
    const issues = error?.issues ?? [];
    const wrong = issues.map(({ path, message }) => `${String(path[0])} ${message}`);
    throw new ConfigError([...problems, ...wrong].join('\n'));
  }
  return {
    port: data.PORT,
    host: data.HOST,
    allowedOrigins: data.ALLOWED_ORIGINS,
    embedOrigins: data.EMBED_ORIGINS,
    tls:
      data.TLS_CERT !== undefined && data.TLS_KEY !== undefined
        ? { certFile: data.TLS_CERT, keyFile: data.TLS_KEY }
        : undefined,
    insecure: data.INSECURE,
    operatorToken: data.OPERATOR_TOKEN,
    metricsToken: data.METRICS_TOKEN,
    jwtSecret: data.JWT_SECRET,
    jwksUrl: data.JWKS_URL,
    jwtIssuer: data.JWT_ISSUER,
    jwtAudience: data.JWT_AUDIENCE,
    anonymousRole: data.ANONYMOUS_ROLE,
    introspection: data.INTROSPECTION,
    maxOperationsPerSecond: data.MAX_OPERATIONS_PER_SECOND ?? unlessLocal(data.HOST, 100),
    maxConnectionsPerAddress: data.MAX_CONNECTIONS_PER_ADDRESS ?? unlessLocal(data.HOST, 300),
    trustedProxies: data.TRUSTED_PROXIES,
    kurentoUrls: data.KURENTO_URL,
    iceServers: data.ICE_SERVERS,
    turnSecret: data.TURN_SECRET,
    webrtcPorts: data.WEBRTC_PORTS,
    rtpPorts: data.RTP_PORTS,
    webrtcAnnouncedIp: data.WEBRTC_ANNOUNCED_IP,
    mediaDir: data.MEDIA_DIR,
    playHosts: data.PLAY_HOSTS ?? (isLoopback(data.HOST) ? ['*'] : []),
    dataDir: data.DATA_DIR,
    databaseUrl: data.DATABASE_URL,
    redisUrl: data.REDIS_URL,
    redisPrefix: data.REDIS_PREFIX,
    retention: {
      days: data.HISTORY_DAYS,
      secondsDays: data.HISTORY_SECONDS_DAYS,
      maxEvents: data.HISTORY_MAX_EVENTS,
      maxBytes: data.HISTORY_MAX_BYTES,
    },
    webhooksToPrivateNetworks: data.WEBHOOKS_TO_PRIVATE_NETWORKS,
    mqtt:
      data.MQTT_URL === undefined
        ? undefined
        : {
            url: data.MQTT_URL,
            prefix: data.MQTT_PREFIX,
            discoveryPrefix: data.MQTT_DISCOVERY_PREFIX,
          },
    recordingsDir: data.RECORDINGS_DIR ?? join(data.DATA_DIR, 'recordings'),
    kurentoRecordingsDir: data.KURENTO_RECORDINGS_DIR,
    recordingLimits: {
      maxSeconds: data.RECORDING_MAX_MINUTES * 60,
      maxBytes: data.RECORDING_MAX_MB * MEGABYTE,
      maxTotalBytes: data.RECORDINGS_MAX_MB * MEGABYTE,
      days: data.RECORDINGS_DAYS,
      minFreeBytes: data.RECORDINGS_MIN_FREE_MB * MEGABYTE,
    },
    webDir: data.WEB_DIR,
    maxBroadcasts: data.MAX_BROADCASTS,
    maxViewers: data.MAX_VIEWERS,
    interruptedMs: data.INTERRUPTED_SECONDS * 1000,
    shutdownMs: data.SHUTDOWN_SECONDS * 1000,
    broadcastIdleMs: data.BROADCAST_IDLE_SECONDS * 1000,
    edgeIdleMs: data.EDGE_IDLE_SECONDS * 1000,
    logLevel: data.LOG_LEVEL,
  };
}

/** On this machine all share one address. */
function unlessLocal(host: string, limit: number): number | undefined {
  return isLoopback(host) ? undefined : limit;
}
