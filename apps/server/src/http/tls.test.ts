import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadTls } from './tls.js';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'crowdlens-tls-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

test('a certificate of its own is made once and kept', async () => {
  const made = await loadTls(undefined, '192.0.2.1', dataDir);
  expect(() => createSecureContext(made)).not.toThrow();
  expect(made.fingerprint).toMatch(/^([\dA-F]{2}:){31}[\dA-F]{2}$/);
  expect((await stat(join(dataDir, 'tls', 'key.pem'))).mode & 0o077).toBe(0);
  expect(await loadTls(undefined, '192.0.2.1', dataDir)).toEqual(made);
});

test('servers that share a folder and start together have the same', async () => {
  const [one, other] = await Promise.all(
    Array.from({ length: 2 }, () => loadTls(undefined, 'host', dataDir)),
  );
  expect(other).toEqual(one);
  expect(await loadTls(undefined, 'host', dataDir)).toEqual(one);
  expect(await readdir(dataDir)).toEqual(['tls']);
});

test('files that are given are used', async () => {
  const made = await loadTls(undefined, 'host', dataDir);
  const certFile = join(dataDir, 'tls', 'cert.pem');
  const keyFile = join(dataDir, 'tls', 'key.pem');
  expect(await readFile(certFile, 'utf8')).toBe(made.cert);
  expect(await loadTls({ certFile, keyFile }, 'host', '/nowhere')).toEqual(made);
});

test('files that cannot be used are named', async () => {
  const certFile = join(dataDir, 'cert.pem');
  await expect(loadTls({ certFile, keyFile: certFile }, 'host', dataDir)).rejects.toThrow(
    `TLS_CERT names a file that cannot be read: ${certFile}`,
  );
  await writeFile(certFile, 'rubbish');
  await expect(loadTls({ certFile, keyFile: certFile }, 'host', dataDir)).rejects.toThrow(
    'TLS_CERT names a file that holds no PEM certificate',
  );
});
