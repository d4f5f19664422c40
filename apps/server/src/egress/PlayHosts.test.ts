import { expect, test } from 'vitest';
import { PlayHosts } from './PlayHosts.js';

const FORBIDDEN = { code: 'ADDRESS_FORBIDDEN' };
const check = (url: string, ...listed: string[]) => new PlayHosts(listed).check(new URL(url));

test.each([
  'http://127.0.0.1/x',
  'http://localhost:8080/x',
  'http://[::1]/x',
  'http://169.254.169.254/latest/meta-data',
  'http://10.0.0.7/x.mp4',
  'http://0x7f000001/x',
  'http://2130706433/x',
  'http://[::ffff:192.168.0.1]/x',
  'rtsp://8.8.8.8/camera',
  'rtsp://192.168.1.20/camera',
])('%s is refused', async (url) => {
  await expect(check(url)).rejects.toMatchObject(FORBIDDEN);
});

test('what is public may be fetched by http and https', async () => {
  await check('http://93.184.216.34/x.mp4');
  await check('https://93.184.216.34/x.mp4');
});

test('a host that is listed may be fetched from, wherever it is, and no other', async () => {
  await check('rtsp://user:secret@192.168.1.20:554/camera', '192.168.1.20');
  await check('http://[fd00::1]/x', 'FD00::1');
  await check('http://LOCALHOST/x', 'localhost');
  await expect(check('http://127.0.0.1/x', 'localhost')).rejects.toMatchObject(FORBIDDEN);
  await check('rtsp://192.168.1.20/camera', '*');
});
