import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Finding } from '@crowdlens/server';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { findProgram } from '../../../scripts/programs.mjs';

const PROGRAM = fileURLToPath(new URL('../bin/crowdlens.js', import.meta.url));
const NOBODY = '127.0.0.1:1';
const DAY_MS = 24 * 3600 * 1000;
const turnServer = findProgram(['turnserver']);
if (!turnServer) console.warn('No turnserver (coturn) here: doctor is not tried with it.');

// Each is a process that loads the whole server.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crowdlens-doctor-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Diagnosis {
  readonly status: number;
  readonly stdout: string;
}

async function doctor(args: string[], settings: Record<string, string>): Promise<Diagnosis> {
  const env = { PATH: process.env['PATH'], DATA_DIR: join(folder, 'data'), ...settings };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, 'doctor', ...args], {
      env,
      cwd: folder,
    });
    return { status: 0, stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { status: code, stdout };
  }
}

/** What it finds, by check: `failed PORT 1 is in use … → End the program …`. */
async function findings(
  settings: Record<string, string>,
): Promise<{ status: number; ok: boolean; said: Record<string, string> }> {
  const { status, stdout } = await doctor(['--json'], settings);
  const { ok, findings: found } = JSON.parse(stdout) as { ok: boolean; findings: Finding[] };
  const said: Record<string, string> = {};
  for (const { check, verdict, found: sentence, advice = '' } of found) {
    said[check] = `${said[check] ?? ''}${verdict} ${sentence} → ${advice}\n`;
  }
  return { status, ok, said };
}

async function httpServer(listener: RequestListener): Promise<{ server: Server; port: string }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { server, port: String((server.address() as AddressInfo).port) };
}

/** Says nothing, whatever it gets. */
async function silentUdp(): Promise<{ socket: Socket; port: number }> {
  const socket = createSocket('udp4').bind(0);
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  return { socket, port: socket.address().port };
}

async function certificate(
  name: string,
  notBeforeDate: Date,
  notAfterDate: Date,
): Promise<{ cert: string; key: string }> {
  const pems = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    notBeforeDate,
    notAfterDate,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  });
  const [cert, key] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  await Promise.all([writeFile(cert, pems.cert), writeFile(key, pems.private)]);
  return { cert, key };
}

/** A program that serves on a port, until the test has ended. */
async function serving(path: string, args: string[], ready: RegExp): Promise<ChildProcess> {
  const child = spawn(path, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  let said = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    said += String(text);
    if (ready.test(said)) break;
  }
  expect(said).toMatch(ready);
  return child;
}

async function freePort(): Promise<string> {
  const { server, port } = await httpServer(() => {});
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** @returns its host and port; undefined where there is no coturn */
async function startTurn(secret: string): Promise<string | undefined> {
  if (!turnServer) return undefined;
  const port = await freePort();
  const args = '-n -L 127.0.0.1 -E 127.0.0.1 -r here --no-tls --no-dtls --no-cli --simple-log';
  const own = ['--listening-port', port, '--use-auth-secret', '--static-auth-secret', secret];
  const files = [
    '-l',
    'stdout',
    '-b',
    join(folder, 'turndb'),
    '--pidfile',
    join(folder, 'turn.pid'),
  ];
  const ready = /SQLite DB connection success/;
  await serving(turnServer, [...args.split(' '), ...own, ...files], ready);
  return `127.0.0.1:${port}`;
}

test('a setting that cannot be read is said in words, without colours into a pipe', async () => {
  const { status, stdout } = await doctor([], { PORT: 'many' });
  expect(stdout).toBe(
    [
      'settings',
      '  ✗ PORT must be a whole number from 0 to 65535, not "many".',
      '    → The server would not start: put this setting right, then ask again.',
      '',
      '1 cannot work, 0 to look at.',
      '',
    ].join('\n'),
  );
  expect(status).toBe(1);
});

test('what others have, refuse or do not answer is found, each with the setting to change', async () => {
  const other = await httpServer((_request, response) => response.end('somebody else'));
  const udp = await silentUdp();
  const stun = await silentUdp();
  const now = Date.now();
  const mine = await certificate('mine', new Date(now - DAY_MS), new Date(now + DAY_MS));
  const yours = await certificate('yours', new Date(now - DAY_MS), new Date(now + DAY_MS));
  await writeFile(join(folder, 'file'), '');
  const turn = await startTurn('the secret of the relay');
  const { status, ok, said } = await findings({
    PORT: other.port,
    WEBRTC_PORTS: String(udp.port),
    TLS_CERT: mine.cert,
    TLS_KEY: yours.key,
    DATA_DIR: join(folder, 'file'),
    MEDIA_DIR: join(folder, 'nowhere'),
    DATABASE_URL: `postgres://user:secret-word@${NOBODY}/crowdlens`,
    REDIS_URL: `redis://:secret-word@${NOBODY}`,
    KURENTO_URL: `ws://${NOBODY}/kurento?token=secret-word`,
    ICE_SERVERS: JSON.stringify([
      { urls: `stun:127.0.0.1:${stun.port}` },
      { urls: `turn:127.0.0.1:${stun.port}` },
      { urls: 'stun:no-such-host.invalid' },
      { urls: 'turns:relay.example:443' },
      ...(turn ? [{ urls: `turn:${turn}`, username: 'me', credential: 'wrong' }] : []),
    ]),
  });
  expect({ status, ok }).toEqual({ status: 1, ok: false });
  expect(said).toMatchObject({
    ports: expect.stringMatching(
      new RegExp(
        `failed PORT ${other.port} is in use.*another PORT.*failed WEBRTC_PORTS ${udp.port}`,
        's',
      ),
    ),
    TLS: expect.stringContaining('failed The key of TLS_KEY is not that of'),
    folders: expect.stringMatching(/failed DATA_DIR .* cannot be written.*warning MEDIA_DIR/s),
    database: expect.stringMatching(/failed .*ECONNREFUSED.*Correct DATABASE_URL/s),
    Redis: expect.stringMatching(/failed .*ECONNREFUSED.*Correct REDIS_URL/s),
    'media servers': expect.stringMatching(/failed KURENTO_URL ws:.*Correct KURENTO_URL/s),
  });
  expect(said['UDP']).toContain(`failed stun:127.0.0.1:${stun.port} does not answer.`);
  expect(said['UDP']).toContain(`failed turn:127.0.0.1:${stun.port} cannot be used`);
  expect(said['UDP']).toContain('failed stun:no-such-host.invalid cannot be used');
  expect(said['UDP']).toContain('skipped turns:relay.example:443');
  expect(said['UDP']).toContain(turn ? `failed turn:${turn} answers, but refuses to relay.` : '');
  expect(JSON.stringify(said)).not.toContain('secret-word');
});

test('what is broken on this machine is found', async () => {
  const dataDir = join(folder, 'broken');
  await mkdir(dataDir);
  await writeFile(join(dataDir, 'crowdlens.db'), 'no database, but long enough for one'.repeat(99));
  const tomorrow = new Date(Date.now() + DAY_MS);
  await utimes(join(dataDir, 'crowdlens.db'), tomorrow, tomorrow);
  const old = await certificate('old.example', new Date(2020, 1), new Date(2021, 1));
  const hook =
    'export async function resolve(name, context, next) { if (name.startsWith("node-av")) throw new Error("gone"); return next(name, context); }';
  const { status, said } = await findings({
    PORT: '0',
    DATA_DIR: dataDir,
    TLS_CERT: old.cert,
    TLS_KEY: old.key,
    // As after `npm ci --omit=optional`.
    NODE_OPTIONS: `--import="data:text/javascript,import{register}from'node:module';register('data:text/javascript,${encodeURIComponent(hook)}')"`,
  });
  expect(status).toBe(1);
  expect(said).toMatchObject({
    clock: expect.stringMatching(/failed .*crowdlens.db is of .*Set the clock/s),
    TLS: expect.stringMatching(/failed The certificate ended.*warning .* not for localhost/s),
    database: expect.stringMatching(/failed .*not a database/s),
    codecs: expect.stringMatching(/failed The native libraries.*--omit=optional/s),
    'media servers': expect.stringContaining('failed The embedded media server does not start'),
    UDP: expect.stringContaining('skipped'),
  });
});

test('where all is well it says so', async () => {
  const running = await httpServer((_request, response) => response.end('{"status":"ok"}'));
  await mkdir(join(folder, 'media'), { recursive: true });
  const secret = 'the secret of the relay';
  const turn = await startTurn(secret);
  const { status, ok, said } = await findings({
    PORT: running.port,
    ...(turn && {
      TURN_SECRET: secret,
      ICE_SERVERS: JSON.stringify([{ urls: [`stun:${turn}`, `turn:${turn}?transport=udp`] }]),
    }),
  });
  expect({ status, ok }, JSON.stringify(said)).toEqual({ status: 0, ok: true });
  expect(said['ports']).toContain(`warning A Crowdlens answers on PORT ${running.port} already.`);
  expect(said['codecs']).toMatch(/ok VP8 .*ok H264 .*ok Opus /s);
  expect(said['media servers']).toMatch(/ok The embedded media server works: .*crowddetector/);
  expect(said['UDP']).toContain('ok Peers can reach this machine at');
  expect(said['UDP']).toMatch(turn ? /ok stun:127.*ok turn:\S+ relays by 127\.0\.0\.1/s : /^ok/);
});
