import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import {
  externalAddress,
  iceServers,
  interfaceAddress,
  loopbackIfOffline,
} from './networkSettings.js';

const unset = {
  networkInterfaces: '',
  stunServerAddress: '',
  stunServerPort: 3478,
  turnUrl: '',
  externalIPv4: '',
  externalIPv6: '',
};

test('nothing is set by default', () => {
  expect(iceServers(unset)).toEqual([]);
  expect(externalAddress(unset)).toBeUndefined();
  expect(interfaceAddress(unset)).toBeUndefined();
});

test('STUN and TURN servers are given as Kurento writes them', () => {
  const turnUrl = 'user:p@ss:word@192.0.2.1:3479?transport=udp';
  expect(iceServers({ ...unset, stunServerAddress: '192.0.2.2', turnUrl })).toEqual([
    'stun:192.0.2.2:3478',
    {
      hostname: '192.0.2.1',
      port: 3479,
      username: 'user',
      password: 'p@ss:word',
      relayType: 'TurnUdp',
    },
  ]);
});

test('the first interface that is there counts', () => {
  const address = (address: string, family: 'IPv4' | 'IPv6') =>
    ({ address, family }) as NetworkInterfaceInfo;
  const interfaces = { eth1: [address('fe80::1', 'IPv6'), address('192.0.2.3', 'IPv4')] };
  const settings = { ...unset, networkInterfaces: 'eth0, eth1' };
  expect(interfaceAddress(settings, () => interfaces)).toBe('192.0.2.3');
});

test('a machine without a network is reached by loopback', () => {
  const address = (address: string, internal: boolean) =>
    ({ address, internal }) as NetworkInterfaceInfo;
  const lo = [address('127.0.0.1', true), address('::1', true)];
  expect(loopbackIfOffline({ lo })).toBe('127.0.0.1');
  expect(loopbackIfOffline({ lo, eth0: [address('192.0.2.3', false)] })).toBeUndefined();
});
