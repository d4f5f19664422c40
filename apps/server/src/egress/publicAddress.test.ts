import { describe, expect, test } from 'vitest';
import { isPrivateHost, isPublicAddress, lookupPublic } from './publicAddress.js';

test.each([
  '127.0.0.1',
  '127.9.9.9',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '192.0.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  'fc00::1',
  'fe80::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001::1',
  'rubbish',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  ['localhost', true],
  ['a.LOCALHOST.', true],
  ['[::1]', true],
  ['10.0.0.1', true],
  ['8.8.8.8', false],
  ['example.org', false],
  ['notlocalhost', false],
])('the host %s is refused at once: %s', (host, isRefused) => {
  expect(isPrivateHost(host)).toBe(isRefused);
});

describe('a name is looked up when it is called', () => {
  const ask = (hostname: string) =>
    new Promise((resolve) => {
      lookupPublic(hostname, { all: true }, (error, addresses) => resolve(error ?? addresses));
    });

  test('and refused when it is this machine', async () => {
    expect(await ask('localhost')).toMatchObject({ code: 'ADDRESS_FORBIDDEN' });
  });

  test('and a public address, given as it is, passes', async () => {
    expect(await ask('8.8.8.8')).toEqual([{ address: '8.8.8.8', family: 4 }]);
  });
});
