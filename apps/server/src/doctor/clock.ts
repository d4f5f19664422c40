import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check } from './Check.js';
import { failed, ok } from './Finding.js';

/** When this check was written: no clock can be right that is behind it. */
const WRITTEN = Date.UTC(2026, 0, 1);
/** File systems of other machines may be a little ahead. */
const TOLERANCE_MS = 60_000;

const ADVICE =
  'Tokens, certificates and the times of events would be wrong. Set the clock, and let it be kept right (timedatectl set-ntp true).';

/** Whether the clock of this machine can be right: not before this program, not before its data. */
export const clock: Check = {
  name: 'clock',
  run: async ({ dataDir }) => {
    const now = Date.now();
    const shown = new Date(now).toISOString();
    if (now < WRITTEN) return [failed(`The clock says ${shown}, which is long past.`, ADVICE)];
    const newest = await newestIn(dataDir);
    if (newest && newest.writtenMs > now + TOLERANCE_MS) {
      const when = new Date(newest.writtenMs).toISOString();
      return [failed(`The clock says ${shown}, but ${newest.file} is of ${when}.`, ADVICE)];
    }
    return [ok(`The clock says ${shown}; nothing in DATA_DIR is newer.`)];
  },
};

/** The newest file of a folder, which may be missing. */
async function newestIn(folder: string): Promise<{ file: string; writtenMs: number } | undefined> {
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      const found = await stat(file).catch(() => undefined);
      return { file, writtenMs: found?.mtimeMs ?? 0 };
    }),
  );
  return files.sort((a, b) => b.writtenMs - a.writtenMs)[0];
}
