import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const BYTES = 32;

/** The secret in `dataDir/access.key`, made once, so that share links outlive a restart. Whoever removes it ends them all. */
export async function keptSecret(dataDir: string): Promise<Uint8Array> {
  const file = join(dataDir, 'access.key');
  const kept = await readFile(file).catch(() => undefined);
  if (kept?.length === BYTES) return kept;
  const made = randomBytes(BYTES);
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, made, { mode: 0o600 });
  return made;
}
