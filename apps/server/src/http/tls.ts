import { X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { ConfigError } from '../config.js';

/** A certificate chain and its key, PEM. */
export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
  /** SHA-256 of the certificate, as browsers show it. */
  readonly fingerprint: string;
}

const YEAR_MS = 365 * 24 * 3600 * 1000;
const CERT = 'cert.pem';
const KEY = 'key.pem';

/**
 * The certificate of the files given; without files a self-signed one that is kept in
 * `dataDir/tls`, so that visitors need to accept it only once.
 *
 * @throws ConfigError when a file cannot be used
 */
export async function loadTls(
  files: { certFile: string; keyFile: string } | undefined,
  host: string,
  dataDir: string,
): Promise<TlsIdentity> {
  if (files) {
    return identity(await read('TLS_CERT', files.certFile), await read('TLS_KEY', files.keyFile));
  }
  const folder = join(dataDir, 'tls');
  const kept = await keptIn(folder);
  if (kept) return kept;
  await rm(folder, { recursive: true, force: true });
  const { cert, private: key } = await generate([{ name: 'commonName', value: host }], {
    algorithm: 'sha256',
    keyType: 'ec',
    notAfterDate: new Date(Date.now() + YEAR_MS),
  });
  await mkdir(dataDir, { recursive: true });
  const made = await mkdtemp(`${folder}-`);
  await writeFile(join(made, KEY), key, { mode: 0o600 });
  await writeFile(join(made, CERT), cert);
  // Both files at once: of servers that share the folder and start together, all have those of the first.
  await rename(made, folder).catch(() => rm(made, { recursive: true }));
  return (await keptIn(folder)) ?? identity(cert, key);
}

/** What was made before, while it is good. */
async function keptIn(folder: string): Promise<TlsIdentity | undefined> {
  try {
    const [cert, key] = await Promise.all(
      [CERT, KEY].map((name) => readFile(join(folder, name), 'utf8')),
    );
    const isGood = Date.parse(new X509Certificate(cert!).validTo) > Date.now();
    return isGood ? identity(cert!, key!) : undefined;
  } catch {
    return undefined;
  }
}

async function read(variable: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(`${variable} names a file that cannot be read: ${file}`, { cause });
  }
}

function identity(cert: string, key: string): TlsIdentity {
  try {
    return { cert, key, fingerprint: new X509Certificate(cert).fingerprint256 };
  } catch (cause) {
    throw new ConfigError('TLS_CERT names a file that holds no PEM certificate.', { cause });
  }
}
