import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { Config } from '../config.js';
import { isLoopback } from '../http/sameSite.js';
import type { Check } from './Check.js';
import { failed, ok, reasonOf, skipped, warning } from './Finding.js';
import type { Statement } from './Finding.js';

const DAY_MS = 24 * 3600 * 1000;
/** Whoever renews certificates by a program does so earlier. */
const SOON_DAYS = 14;

/** Whether browsers will accept the certificate. */
export const certificate: Check = {
  name: 'TLS',
  run: async (config) => {
    const { tls, host, insecure } = config;
    if (tls) return filesOf(tls.certFile, tls.keyFile, config);
    if (isLoopback(host)) return [skipped('HOST is this machine alone: no TLS is needed.')];
    if (insecure) {
      return [
        warning(
          `INSECURE is set: ${host} is served without TLS and tokens.`,
          'A proxy in front must have both. Browsers give no camera to pages without TLS.',
        ),
      ];
    }
    return [
      warning(
        'No TLS_CERT is set: a self-signed certificate is made and kept in DATA_DIR/tls.',
        'Browsers warn of it. Set TLS_CERT and TLS_KEY to a certificate of a known authority.',
      ),
    ];
  },
};

async function filesOf(certFile: string, keyFile: string, config: Config): Promise<Statement[]> {
  try {
    const chain = new X509Certificate(await readFile(certFile));
    const key = createPrivateKey(await readFile(keyFile));
    if (!chain.checkPrivateKey(key)) {
      return [
        failed(
          'The key of TLS_KEY is not that of the certificate of TLS_CERT.',
          'No connection would succeed. Name the two files that were made together; in a chain our own certificate comes first.',
        ),
      ];
    }
    return [validity(chain), ...names(chain, config)];
  } catch (error) {
    return [
      failed(
        `TLS_CERT or TLS_KEY cannot be used: ${reasonOf(error)}.`,
        'Both must name PEM files that this user can read, the key without a password.',
      ),
    ];
  }
}

function validity({ validFrom, validTo }: X509Certificate): Statement {
  const now = Date.now();
  const days = Math.floor((Date.parse(validTo) - now) / DAY_MS);
  const renew = 'Renew it, put the files in place of TLS_CERT and TLS_KEY, and restart.';
  if (Date.parse(validFrom) > now) {
    return failed(
      `The certificate is good only from ${validFrom} on.`,
      'Browsers refuse it until then; perhaps the clock of this machine is wrong.',
    );
  }
  if (days < 0)
    return failed(`The certificate ended on ${validTo}.`, `Browsers refuse it. ${renew}`);
  if (days < SOON_DAYS) return warning(`The certificate ends in ${days} days, ${validTo}.`, renew);
  return ok(`The certificate is good for ${days} days, and its key is the right one.`);
}

/** For each name by which the settings know this server. */
function names(chain: X509Certificate, { host, allowedOrigins }: Config): Statement[] {
  const isAny = /^(0\.0\.0\.0|::)$/.test(host);
  const origins = allowedOrigins.map((origin) => new URL(origin).hostname);
  const wanted = new Set(isAny ? origins : [host, ...origins]);
  const has = chain.subjectAltName ?? chain.subject;
  if (wanted.size === 0) return [ok(`The certificate is for: ${has}.`)];
  return Array.from(wanted, (name) =>
    covers(chain, name)
      ? ok(`The certificate is good for ${name}.`)
      : warning(
          `The certificate is not for ${name}, but for: ${has}.`,
          `Browsers that come by this name are warned. Get a certificate for it, or correct HOST or ALLOWED_ORIGINS.`,
        ),
  );
}

function covers(chain: X509Certificate, name: string): boolean {
  const found = isIP(name) === 0 ? chain.checkHost(name) : chain.checkIP(name);
  return found !== undefined;
}
