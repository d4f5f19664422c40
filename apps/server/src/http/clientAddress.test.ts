import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { clientAddress } from './clientAddress.js';

const from = (remoteAddress: string, forwarded?: string) =>
  clientAddress(
    {
      socket: { remoteAddress },
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    } as unknown as IncomingMessage,
    ['10.0.0.1', '10.0.0.2'],
  );

test.each([
  ['itself', '192.0.2.1', undefined, '192.0.2.1'],
  ['IPv4 on an IPv6 socket', '::ffff:192.0.2.1', undefined, '192.0.2.1'],
  ['a network of IPv6', '2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2'],
  ['a shortened IPv6', '2001:db8::7', undefined, '2001:db8:0:0'],
  ['this machine', '::1', undefined, '0:0:0:0'],
  ['a header of a stranger', '192.0.2.1', '198.51.100.9', '192.0.2.1'],
  ['behind a proxy', '10.0.0.1', '198.51.100.9', '198.51.100.9'],
  ['behind two proxies', '10.0.0.1', '198.51.100.9, 10.0.0.2', '198.51.100.9'],
  ['a forged first entry', '10.0.0.1', '203.0.113.5, 198.51.100.9', '198.51.100.9'],
  ['the proxy itself', '10.0.0.1', undefined, '10.0.0.1'],
])('%s', (_, remote, forwarded, address) => {
  expect(from(remote, forwarded)).toBe(address);
});
