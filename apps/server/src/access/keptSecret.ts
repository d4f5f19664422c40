import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const BYTES = 32;

/** The secret in `dataDir/access.key`, made once, so that share links outlive a restart. Whoever removes it ends them all. */
export async function keptSecret(dataDir: string): Promise<Uint8Array> {
  const file = join(dataDir, 'access.key');
  return (await keptIn(file)) ?? make(file, dataDir);
}

async function make(file: string, dataDir: string): Promise<Uint8Array> {
  const made = randomBytes(BYTES);
  const own = `${file}.${randomBytes(6).toString('hex')}`;
  await mkdir(dataDir, { recursive: true });
  await writeFile(own, made, { mode: 0o600 });
  // Of servers that share the folder and start together, all have that of the first.
  await link(own, file).catch(() => undefined);
  const kept = await keptIn(file);
  // What is there and is no key would be there at the next start, too.
  await (kept ? rm(own) : rename(own, file));
  return kept ?? made;
}

async function keptIn(file: string): Promise<Uint8Array | undefined> {
  const kept = await readFile(file).catch(() => undefined);
  return kept?.length === BYTES ? kept : undefined;
}
