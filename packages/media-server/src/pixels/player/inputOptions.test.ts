import { expect, test } from 'vitest';
import { inputOptions } from './inputOptions.js';

test('no kind of source leads to another kind', () => {
  expect(inputOptions('/media/a.mp4')['protocol_whitelist']).toBe('file');
  expect(inputOptions('http://host/a.mp4')['protocol_whitelist']).not.toMatch(/file|rtsp|proxy/);
  expect(inputOptions('rtsp://host/a')['protocol_whitelist']).not.toMatch(/file|http/);
  for (const uri of ['concat:a|b', 'pipe:0', 'ftp://host/a', 'relative.mp4']) {
    expect(() => inputOptions(uri)).toThrow(expect.objectContaining({ code: 'CANNOT_OPEN' }));
  }
});

test('where a playlist could name a proxy, there are no playlists', () => {
  const { protocol_whitelist: protocols, format_whitelist: formats } = inputOptions(
    'https://host/a.mp4',
    true,
  );
  expect(protocols).toContain('httpproxy');
  expect(formats).not.toMatch(/hls|dash|concat|sdp/);
});
