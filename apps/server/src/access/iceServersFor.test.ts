import { expect, test } from 'vitest';
import { iceServersFor } from './iceServersFor.js';

const STUN = { urls: ['stun:stun.example.org'] };
const TURN = { urls: ['turn:turn.example.org?transport=udp', 'turns:turn.example.org'] };
const FIXED = { urls: ['turn:other.example.org'], username: 'ana', credential: 'hers' };
const NOON = Date.UTC(2026, 0, 1, 12);

test('a TURN server gets credentials that end, made of the shared secret', () => {
  const told = iceServersFor({ iceServers: [STUN, TURN, FIXED], turnSecret: 'shared' }, NOON);
  const username = '1767312000:crowdlens';
  // echo -n 1767312000:crowdlens | openssl dgst -sha1 -hmac shared -binary | base64
  expect(told).toEqual([
    STUN,
    { ...TURN, username, credential: 'to8LqL/13MNGKU6pQqbClW9vN8E=' },
    FIXED,
  ]);
  expect(new Date(1767312000 * 1000)).toEqual(new Date(NOON + 12 * 3600_000));
});

test('without a secret they are told as they are', () => {
  expect(iceServersFor({ iceServers: [TURN], turnSecret: undefined }, NOON)).toEqual([TURN]);
});
