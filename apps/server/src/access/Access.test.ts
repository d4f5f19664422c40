import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Role } from '@crowdlens/schema';
import type { Validity } from '@crowdlens/schema';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { loadConfig } from '../config.js';
import type { HistoryStore } from '../history/HistoryStore.js';
import { openSqlite } from '../history/sql/sqlite.js';
import { Access } from './Access.js';
import { requireRole } from './Caller.js';

/** Long enough for HS512, too. */
const JWT_SECRET = 'a-secret-of-at-least-thirty-two-bytes'.repeat(2);
const HOUR = Math.floor(Date.now() / 1000) + 3600;

let dataDir: string;
let store: HistoryStore;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'crowdlens-access-'));
  store = await openSqlite(join(dataDir, 'crowdlens.db'));
});
afterAll(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
});

const open = (environment: Record<string, string> = {}, exposed = false) =>
  Access.open(loadConfig({ DATA_DIR: dataDir, ...environment }), store, exposed);

const sign = (claims: object, secret = JWT_SECRET, header: { alg: string } = { alg: 'HS256' }) =>
  new SignJWT({ exp: HOUR, ...claims })
    .setProtectedHeader(header)
    .sign(new TextEncoder().encode(secret));

const unauthenticated = expect.objectContaining({ code: 'UNAUTHENTICATED' });

test('on this machine everybody is an operator, whatever they send', async () => {
  const access = await open();
  expect(access.operatorToken).toBeUndefined();
  for (const authorization of [undefined, 'Bearer rubbish', 42]) {
    expect(await access.identify(authorization)).toMatchObject({
      role: Role.OPERATOR,
      name: 'anonymous',
    });
  }
});

test('for others an operator token is made, and without it nobody may do anything', async () => {
  const access = await open({}, true);
  expect(access.operatorToken).toMatch(/^[\w-]{24}$/);
  expect(await access.identify(`bearer   ${access.operatorToken}`)).toMatchObject({
    role: Role.OPERATOR,
  });
  await expect(access.identify(undefined)).rejects.toEqual(unauthenticated);
});

test('none is made where other tokens are set up', async () => {
  expect((await open({ JWT_SECRET }, true)).operatorToken).toBeUndefined();
});

test('ANONYMOUS_ROLE lets everybody watch', async () => {
  const access = await open({ OPERATOR_TOKEN: 'right-token', ANONYMOUS_ROLE: 'viewer' });
  const caller = await access.identify(undefined);
  expect(() => requireRole(caller, Role.VIEWER)).not.toThrow();
  expect(() => requireRole(caller, Role.PRESENTER)).toThrow(unauthenticated);
  await expect(access.identify('Bearer wrong')).rejects.toEqual(unauthenticated);
});

describe('a token of another form or content is refused', () => {
  test.each([null, 42, '', 'right-token', 'Basic right-token', 'Bearer', 'Bearer right-token x'])(
    '%j',
    async (authorization) => {
      const access = await open({ OPERATOR_TOKEN: 'right-token' });
      await expect(access.identify(authorization)).rejects.toEqual(unauthenticated);
    },
  );

  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(
    `{"role":"operator","exp":${HOUR}}`,
  ).toString('base64url')}.`;
  test.each<[string, () => string | Promise<string>]>([
    ['expired', () => sign({ role: 'viewer', exp: HOUR - 7200 })],
    ['without an end', () => sign({ role: 'viewer', exp: undefined })],
    ['not yet valid', () => sign({ role: 'viewer', nbf: HOUR })],
    ['without a role', () => sign({})],
    ['with an unknown role', () => sign({ role: 'root' })],
    ['with a role that is no text', () => sign({ role: ['operator'] })],
    ['signed with another secret', () => sign({ role: 'viewer' }, 'x'.repeat(32))],
    ['signed in another way', () => sign({ role: 'viewer' }, JWT_SECRET, { alg: 'HS512' })],
    ['not signed at all', () => unsigned],
    ['far too long', () => `a.${'x'.repeat(10_000)}.b`],
  ])('%s', async (_, make) => {
    const access = await open({ JWT_SECRET });
    await expect(access.identify(`Bearer ${await make()}`)).rejects.toEqual(unauthenticated);
  });
});

test('a token of ours says who, what and until when', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const access = await open({ JWT_SECRET });
  const caller = await access.identify(`Bearer ${await sign({ role: 'Presenter', sub: 'ana' })}`);
  expect(caller).toMatchObject({ role: Role.PRESENTER, name: 'ana', subject: 'ana' });
  let hasEnded = false;
  caller.validity?.onEnd(() => (hasEnded = true));
  vi.advanceTimersByTime(HOUR * 1000 - 1 - Date.now());
  expect(hasEnded).toBe(false);
  vi.advanceTimersByTime(1);
  expect(hasEnded).toBe(true);
});

const LINK = { role: Role.VIEWER, validForSeconds: 60 };

test('a share link outlives a restart; its key is readable to nobody else', async () => {
  const { shareLinks } = await open({}, true);
  const { token, ...link } = await shareLinks.create({ ...LINK, name: 'lobby' }, 'ana');
  const restarted = await open({}, true);
  expect(await restarted.identify(`Bearer ${token}`)).toMatchObject({
    role: Role.VIEWER,
    name: 'lobby',
    subject: undefined,
  });
  expect(restarted.shareLinks.all()).toContainEqual(link);
  expect(link).toMatchObject({ name: 'lobby', createdBy: 'ana', broadcastId: null });
  expect((await stat(join(dataDir, 'access.key'))).mode & 0o077).toBe(0);
});

test('a share link that was taken back lets nobody in, and ends what was begun with it', async () => {
  const access = await open({}, true);
  const { shareLinks } = access;
  const links = [await shareLinks.create(LINK, 'ana'), await shareLinks.create(LINK, 'ana')];
  const ended: string[] = [];
  const validities: Validity[] = [];
  for (const { id, token } of links) {
    const { validity } = await access.identify(`Bearer ${token}`);
    validities.push(validity!);
    validity!.onEnd(() => ended.push(id));
    validity!.onEnd(() => ended.push('given up'))();
  }
  const [taken, other] = links;
  expect(await shareLinks.revoke(taken!.id)).toBe(true);
  expect(await shareLinks.revoke(taken!.id)).toBe(false);
  expect(ended).toEqual([taken!.id]);
  // Also what is only begun when it has been taken back.
  await new Promise<void>((resolve) => validities[0]!.onEnd(resolve));
  for (const each of [access, await open({}, true)]) {
    await expect(each.identify(`Bearer ${taken!.token}`)).rejects.toThrow('was taken back');
    expect(await each.identify(`Bearer ${other!.token}`)).toMatchObject({ role: Role.VIEWER });
    expect(each.shareLinks.all().map(({ id }) => id)).not.toContain(taken!.id);
  }
});

test('there are at most 1,000 share links; those that have expired do not count', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const { shareLinks } = await open();
  for (const { id } of shareLinks.all()) await shareLinks.revoke(id);
  for (let n = 0; n < 1000; n += 1) await shareLinks.create(LINK, 'ana');
  await expect(shareLinks.create(LINK, 'ana')).rejects.toThrow('There can be 1000 share links.');
  vi.setSystemTime(Date.now() + 61_000);
  expect(shareLinks.all()).toEqual([]);
  await shareLinks.create(LINK, 'ana');
  expect(shareLinks.all()).toHaveLength(1);
});

test.each([
  [{ validForSeconds: 59 }, 'validForSeconds: must be from 60 to 31536000, not 59.'],
  [{ validForSeconds: 31_536_001 }, 'not 31536001'],
  [{ name: '' }, 'name: must be 1 to 100 characters, not only blanks, and was "".'],
  [{ name: 'x'.repeat(101) }, 'was 101 characters'],
  [{ broadcastId: 'a/b' }, 'broadcastId: must be 1 to 64 letters'],
  [{ role: Role.OPERATOR, broadcastId: 'main' }, 'broadcastId: is not for OPERATOR'],
])('a share link with %j is refused', async (change, message) => {
  const { shareLinks } = await open();
  await expect(shareLinks.create({ ...LINK, ...change }, 'ana')).rejects.toThrow(message);
});

test("an identity provider's tokens count for our audience alone", async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' };
  const provider = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
  }).listen(0, '127.0.0.1');
  await once(provider, 'listening');
  const access = await open({
    JWKS_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/`,
    JWT_ISSUER: 'https://id.example',
  });
  const provided = (claims: object) =>
    new SignJWT({
      role: 'operator',
      exp: HOUR,
      iss: 'https://id.example',
      aud: 'crowdlens',
      ...claims,
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .sign(privateKey);
  const identify = async (claims: object) => access.identify(`Bearer ${await provided(claims)}`);
  expect(await identify({ sub: 'ben' })).toMatchObject({ role: Role.OPERATOR, name: 'ben' });
  await expect(identify({ aud: 'another' })).rejects.toEqual(unauthenticated);
  await expect(identify({ iss: 'https://evil.example' })).rejects.toEqual(unauthenticated);
  provider.close();
});

test('a provider that cannot be reached is said', async () => {
  const { privateKey } = await generateKeyPair('ES256');
  const access = await open({ JWKS_URL: 'http://127.0.0.1:9/' });
  const token = await new SignJWT({ role: 'viewer', exp: HOUR })
    .setProtectedHeader({ alg: 'ES256' })
    .sign(privateKey);
  await expect(access.identify(`Bearer ${token}`)).rejects.toThrow('JWKS_URL cannot be had');
});
