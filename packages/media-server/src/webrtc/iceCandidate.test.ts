import { expect, test } from 'vitest';
import { announcedCandidate, usableCandidate } from './iceCandidate.js';

const HOST = 'candidate:1 1 UDP 2114977791 192.0.2.7 46978 typ host';

test('a UDP candidate is usable, with and without a=', () => {
  expect(usableCandidate(HOST)).toBe(HOST);
  expect(usableCandidate(`a=${HOST}\r\n`)).toBe(HOST);
  expect(usableCandidate(HOST.replace('192.0.2.7', 'fd00::2'))).toContain('fd00::2');
});

test.each([
  ['the end of candidates', ''],
  ['a hidden address', HOST.replace('192.0.2.7', '0f2c6f6e-4b5e.local')],
  ['a host name', HOST.replace('192.0.2.7', 'example.org')],
  ['TCP', HOST.replace('UDP', 'tcp').replace('46978', '9')],
  ["RTCP's own component", HOST.replace(' 1 UDP', ' 2 UDP')],
])('%s is of no use', (_, candidate) => {
  expect(usableCandidate(candidate)).toBeUndefined();
});

test.each(['garbage', 'candidate:', 'candidate:1 x UDP', HOST.replace('typ host', '')])(
  '%s is an error',
  (candidate) => {
    expect(() => usableCandidate(candidate)).toThrow(
      expect.objectContaining({ code: 'ICE_ADD_CANDIDATE_ERROR' }),
    );
  },
);

test('the announced address stands in host candidates of its family', () => {
  expect(announcedCandidate(`a=${HOST}`, '203.0.113.5')).toBe(
    HOST.replace('192.0.2.7', '203.0.113.5'),
  );
  expect(announcedCandidate(HOST, '2001:db8::1')).toBe(HOST);
  const reflexive = HOST.replace('typ host', 'typ srflx raddr 10.0.0.1 rport 5');
  expect(announcedCandidate(reflexive, '203.0.113.5')).toBe(reflexive);
  expect(announcedCandidate(HOST, undefined)).toBe(HOST);
});
