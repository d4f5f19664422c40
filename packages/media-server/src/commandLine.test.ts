import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseCommandLine, UsageError } from './commandLine.js';

test('nothing given leaves everything to the defaults', () => {
  expect(parseCommandLine([], {})).toEqual({});
});

test('every flag becomes an option', () => {
  const args =
    '--port 0 --host ::1 --token t --media-dir /m --recordings-dir /r --allow-host media --webrtc-port 9000 --viewers-per-process 50 --rtp-ports 40000-40100 ' +
    '--allow-origin https://a.example --allow-origin https://b.example --announced-ip 192.0.2.1';
  expect(parseCommandLine(args.split(' '), {})).toEqual({
    port: 0,
    host: '::1',
    token: 't',
    mediaDir: '/m',
    recordingsDir: '/r',
    allowedOrigins: ['https://a.example', 'https://b.example'],
    allowedHosts: ['media'],
    webrtcPort: 9000,
    viewersPerProcess: 50,
    rtpPorts: { begin: 40_000, end: 40_100 },
    announcedIp: '192.0.2.1',
  });
});

test('a certificate is read with its key', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'tls-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const [cert, key] = ['cert', 'key'].map((name) => path.join(dir, name)) as [string, string];
  writeFileSync(cert, 'the certificate');
  writeFileSync(key, 'its key');
  expect(parseCommandLine(['--tls-cert', cert, '--tls-key', key], {})).toEqual({
    tls: { cert: 'the certificate', key: 'its key' },
  });
});

test('limits may be set', () => {
  const args = '--max-objects 5 --max-sessions 4 --max-connections 3 --max-message-size 2000';
  expect(parseCommandLine(args.split(' '), {})).toEqual({
    limits: { maxObjects: 5, maxSessions: 4, maxConnections: 3, maxMessageBytes: 2000 },
  });
});

test('the token may come from the environment', () => {
  expect(parseCommandLine([], { CROWDLENS_MEDIA_TOKEN: 'e' })).toEqual({ token: 'e' });
  expect(parseCommandLine(['--token=t'], { CROWDLENS_MEDIA_TOKEN: 'e' })).toEqual({ token: 't' });
});

test('WebRTC may have a range of ports', () => {
  expect(parseCommandLine(['--webrtc-port=9000-9003'], {})).toEqual({
    webrtcPort: { begin: 9000, end: 9003 },
  });
});

test('how many viewers a process serves may come from the environment', () => {
  expect(parseCommandLine([], { FANOUT_VIEWERS_PER_PROCESS: '0' })).toEqual({
    viewersPerProcess: 0,
  });
  expect(parseCommandLine([], { FANOUT_VIEWERS_PER_PROCESS: '' })).toEqual({});
});

test('help needs nothing else', () => {
  expect(parseCommandLine(['--help'], {})).toBeUndefined();
});

test.each([
  [['--port', 'x'], '--port must be a port'],
  [['--port', '65536'], '--port must be a port'],
  [['--rtp-ports', '40001-40000'], '--rtp-ports must be a range such as 40000-40100'],
  [['--rtp-ports', '40000'], '--rtp-ports must be a range such as 40000-40100'],
  [['--webrtc-port', '0'], '--webrtc-port must be a port, 1 to 65535'],
  [['--webrtc-port', '9003-9000'], '--webrtc-port must be a range such as'],
  [['--viewers-per-process', '-1'], '--viewers-per-process'],
  [['--allow-origin', 'https://a.example/'], '--allow-origin must be an origin'],
  [['--max-objects', '0'], '--max-objects must be a number from 1'],
  [['--max-sessions', '1e9'], '--max-sessions must be a number from 1'],
  [['--tls-cert', 'a'], '--tls-cert and --tls-key are needed together'],
  [['--tls-cert', '/nowhere', '--tls-key', '/nowhere'], '--tls-cert cannot be read'],
  [['--bogus'], '--bogus'],
  [['stray'], 'stray'],
])('%j is explained', (args, message) => {
  expect(() => parseCommandLine(args, {})).toThrow(UsageError);
  expect(() => parseCommandLine(args, {})).toThrow(message);
});
