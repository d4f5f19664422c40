import { expect, test } from 'vitest';
import { parseCommandLine, UsageError } from './commandLine.js';

test('nothing given leaves everything to the defaults', () => {
  expect(parseCommandLine([], {})).toEqual({});
});

test('every flag becomes an option', () => {
  const args =
    '--port 0 --host ::1 --token t --media-dir /m --allow-host media --webrtc-port 9000 ' +
    '--allow-origin https://a.example --allow-origin https://b.example --announced-ip 192.0.2.1';
  expect(parseCommandLine(args.split(' '), {})).toEqual({
    port: 0,
    host: '::1',
    token: 't',
    mediaDir: '/m',
    allowedOrigins: ['https://a.example', 'https://b.example'],
    allowedHosts: ['media'],
    webrtcPort: 9000,
    announcedIp: '192.0.2.1',
  });
});

test('the token may come from the environment', () => {
  expect(parseCommandLine([], { CROWDLENS_MEDIA_TOKEN: 'e' })).toEqual({ token: 'e' });
  expect(parseCommandLine(['--token=t'], { CROWDLENS_MEDIA_TOKEN: 'e' })).toEqual({ token: 't' });
});

test('help needs nothing else', () => {
  expect(parseCommandLine(['--help'], {})).toBeUndefined();
});

test.each([
  [['--port', 'x'], '--port must be a port'],
  [['--port', '65536'], '--port must be a port'],
  [['--webrtc-port', '0'], '--webrtc-port must be a port, 1 to 65535'],
  [['--allow-origin', 'https://a.example/'], '--allow-origin must be an origin'],
  [['--bogus'], '--bogus'],
  [['stray'], 'stray'],
])('%j is explained', (args, message) => {
  expect(() => parseCommandLine(args, {})).toThrow(UsageError);
  expect(() => parseCommandLine(args, {})).toThrow(message);
});
