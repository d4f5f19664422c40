import { access, constants, mkdtemp, rmdir, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../config.js';
import type { Check } from './Check.js';
import { failed, ok, reasonOf, warning } from './Finding.js';
import type { Statement } from './Finding.js';

const MEGABYTE = 1_000_000;
/** Beside what recordings must leave: about a hundred days of one region's history. */
const COMFORTABLE_BYTES = 1000 * MEGABYTE;

/** Whether the folders of the settings can be used, and have room. */
export const folders: Check = {
  name: 'folders',
  run: async ({ dataDir, recordingsDir, mediaDir, recordingLimits }) => [
    ...(await kept('DATA_DIR', dataDir, recordingLimits)),
    ...(recordingsDir === join(dataDir, 'recordings')
      ? []
      : await kept('RECORDINGS_DIR', recordingsDir, recordingLimits)),
    await readable(mediaDir),
  ],
};

/** A folder that is written to; what is not there yet is made at the start. */
async function kept(
  setting: string,
  folder: string,
  { minFreeBytes }: Config['recordingLimits'],
): Promise<Statement[]> {
  const existing = await nearest(folder);
  try {
    // Rights say too little: root may everything, and nobody may write to a disk that is read-only.
    await rmdir(await mkdtemp(join(existing, '.crowdlens-doctor-')));
  } catch (error) {
    return [
      failed(
        `${setting} ${folder} cannot be written to: ${reasonOf(error)}.`,
        `Nothing could be remembered. Give this user the folder (chown), or set ${setting} to another one.`,
      ),
    ];
  }
  const { bavail, bsize } = await statfs(existing);
  const free = bavail * bsize;
  const shown = `${setting} ${folder}: ${Math.floor(free / MEGABYTE)} MB are free`;
  if (free < minFreeBytes) {
    return [
      failed(
        `${shown}, less than RECORDINGS_MIN_FREE_MB.`,
        `Nothing could be recorded. Free some, or set ${setting} to a larger disk.`,
      ),
    ];
  }
  if (free < minFreeBytes + COMFORTABLE_BYTES) {
    return [warning(`${shown}.`, `That is little: free some, or lower RECORDINGS_MAX_MB.`)];
  }
  return [ok(`${shown}, and it can be written to.`)];
}

/** The folder itself, or the one above it that is there. */
async function nearest(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  return found || folder === dirname(folder) ? folder : nearest(dirname(folder));
}

async function readable(mediaDir: string): Promise<Statement> {
  try {
    await access(mediaDir, constants.R_OK | constants.X_OK);
    return ok(`MEDIA_DIR ${mediaDir} can be read.`);
  } catch {
    return warning(
      `MEDIA_DIR ${mediaDir} is not there, or may not be read.`,
      'No files can be played. If some shall be, make the folder, or set MEDIA_DIR to where they are.',
    );
  }
}
