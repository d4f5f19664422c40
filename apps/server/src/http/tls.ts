import { X509Certificate } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
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
  const certFile = join(folder, 'cert.pem');
  const keyFile = join(folder, 'key.pem');
  const kept = await Promise.all([readFile(certFile, 'utf8'), readFile(keyFile, 'utf8')]).catch(
    () => undefined,
  );
  if (kept && Date.parse(new X509Certificate(kept[0]).validTo) > Date.now()) {
    return identity(...kept);
  }
  const { cert, private: key } = await generate([{ name: 'commonName', value: host }], {
    algorithm: 'sha256',
    keyType: 'ec',
    notAfterDate: new Date(Date.now() + YEAR_MS),
  });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(keyFile, key, { mode: 0o600 });
  await writeFile(certFile, cert);
  return identity(cert, key);
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
