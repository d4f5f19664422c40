import { describe, expect, it } from 'vitest';
import { iceServersFromAddress } from './iceServers.js';

const search = (value: unknown): string =>
  `?ice_servers=${encodeURIComponent(JSON.stringify(value))}`;

describe('iceServersFromAddress', () => {
  it('takes servers with one or several URLs', () => {
    const servers = [
      { urls: 'stun:stun.example.org' },
      { urls: ['turn:turn.example.org', 'turns:turn.example.org'], username: 'u', credential: 'c' },
    ];
    expect(iceServersFromAddress(search(servers))).toEqual(servers);
  });

  it('takes an empty list: no ICE servers at all', () => {
    expect(iceServersFromAddress(search([]))).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '?ice_servers=stun:x'],
    ['no list', search({ urls: 'stun:x' })],
    ['a server without URLs', search([{ username: 'u' }])],
    ['a URL of another scheme', search([{ urls: 'https://example.org' }])],
  ])('ignores %s', (_what, address) => {
    expect(iceServersFromAddress(address)).toBeUndefined();
  });
});
