import { randomBytes } from 'node:crypto';
import type { Config } from '../config.js';
import { isLoopback } from './sameSite.js';
import { loadTls } from './tls.js';
import type { TlsIdentity } from './tls.js';

/** How the server is protected. */
export interface Exposure {
  readonly tls: TlsIdentity | undefined;
  /** What presenters must know; undefined lets everybody present. */
  readonly presenterToken: string | undefined;
}

/**
 * On this machine alone nothing is needed. For others the server wants TLS and a presenter token
 * and makes both where they are not given, unless INSECURE says that neither is wanted.
 */
export async function decideExposure(config: Config): Promise<Exposure> {
  const protect = !isLoopback(config.host) && !config.insecure;
  return {
    tls: protect || config.tls ? await loadTls(config.tls, config.host, config.dataDir) : undefined,
    presenterToken:
      config.presenterToken ?? (protect ? randomBytes(18).toString('base64url') : undefined),
  };
}
