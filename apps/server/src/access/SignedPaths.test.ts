import type { ValidityFacts } from '@crowdlens/schema';
import { expect, test } from 'vitest';
import { SignedPaths } from './SignedPaths.js';
import { validUntil } from './validity.js';

const HOUR_MS = 3600 * 1000;
const NOON = Date.UTC(2026, 10, 24, 12);
const links = new Set(['lobby', 'hall']);
const tokens = {
  isLinkGood: (id: string) => links.has(id),
  validity: ({ expiresAt }: ValidityFacts) => validUntil(expiresAt),
};
const paths = new SignedPaths(Buffer.alloc(32, 1), tokens);
const isGood = (...checked: Parameters<SignedPaths['check']>) =>
  paths.check(...checked) !== undefined;

function queryOf(signed: string): Record<string, string> {
  return Object.fromEntries(new URL(signed, 'http://localhost').searchParams);
}

test('a signed path is good for one to two hours, and the same for an hour', () => {
  const signed = paths.sign('/recordings/a.webm', undefined, NOON);
  const query = queryOf(signed);
  expect(paths.sign('/recordings/a.webm', undefined, NOON + HOUR_MS - 1)).toBe(signed);
  expect(isGood('/recordings/a.webm', query, NOON + 2 * HOUR_MS - 1)).toBe(true);
  expect(isGood('/recordings/a.webm', query, NOON + 2 * HOUR_MS)).toBe(false);
});

test.each([
  ['another path', '/recordings/b.webm', {}],
  ['another end', '/recordings/a.webm', { expires: String(NOON + 99 * HOUR_MS) }],
  ['another signature', '/recordings/a.webm', { signature: 'x'.repeat(43) }],
  ['a signature of another length', '/recordings/a.webm', { signature: 'x' }],
  ['no signature', '/recordings/a.webm', { signature: undefined }],
  ['two ends', '/recordings/a.webm', { expires: ['1', '2'] }],
])('%s is refused', (_, path, change) => {
  const query = { ...queryOf(paths.sign('/recordings/a.webm', undefined, NOON)), ...change };
  expect(isGood(path, query, NOON)).toBe(false);
});

test('one that was asked for with a token ends with it', () => {
  const path = '/recordings/a.webm';
  const expiresAt = new Date(NOON + 60_000);
  const query = queryOf(paths.sign(path, { expiresAt }, NOON));
  expect(paths.check(path, query, NOON)?.validity?.expiresAt).toEqual(expiresAt);
  expect(isGood(path, query, NOON + 60_000)).toBe(false);
  expect(isGood(path, { ...query, until: undefined }, NOON)).toBe(false);
});

test('one that was asked for with a share link ends with it, and cannot be cut loose', () => {
  const path = '/recordings/a.webm';
  const facts = { expiresAt: new Date(NOON + 99 * HOUR_MS), linkId: 'lobby' };
  const query = queryOf(paths.sign(path, facts, NOON));
  const isSigned = (change: object) => isGood(path, { ...query, ...change }, NOON);
  expect(isSigned({})).toBe(true);
  expect(isSigned({ link: undefined })).toBe(false);
  expect(isSigned({ link: 'hall' })).toBe(false);
  expect(isSigned({ link: ['lobby'] })).toBe(false);
  links.delete('lobby');
  expect(isSigned({})).toBe(false);
});

test('another secret signs otherwise', () => {
  const others = new SignedPaths(Buffer.alloc(32, 2), tokens);
  const query = queryOf(others.sign('/recordings/a.webm', undefined, NOON));
  expect(isGood('/recordings/a.webm', query, NOON)).toBe(false);
});
