import { expect, it } from 'vitest';
import { withAddress } from './recentAddresses.js';

it('puts an address in front, once, and keeps five', () => {
  expect(withAddress(['a', 'b', 'c', 'd', 'e'], 'c')).toEqual(['c', 'a', 'b', 'd', 'e']);
  expect(withAddress(['a', 'b', 'c', 'd', 'e'], 'f')).toEqual(['f', 'a', 'b', 'c', 'd']);
});

it('keeps no password', () => {
  expect(withAddress([], 'rtsp://me:secret@camera.local/1')).toEqual(['rtsp://camera.local/1']);
});
