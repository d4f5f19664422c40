import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import type { Snapshot } from './Snapshot.js';
import { alertSnapshotFile } from './snapshotFile.js';

const HOUR_MS = 3600 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** What {@link AlertPictures} works with. */
export interface AlertPicturesOptions {
  /** Absolute path: what the server must remember. */
  readonly dataDir: string;
  /** How long a picture is kept. */
  readonly days: number;
  readonly log: Logger;
}

/** What it looked like when alerts were raised: a JPEG file for each, as long as events are kept. */
export class AlertPictures {
  readonly #options: AlertPicturesOptions;
  readonly #timer: NodeJS.Timeout;

  constructor(options: AlertPicturesOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#trim(), HOUR_MS);
  }

  /** Keeps the picture of this moment, if there is one. @param alertId - 1 to 100 letters, digits, "-" or "_" */
  async keep(alertId: string, picture: Snapshot): Promise<void> {
    const file = alertSnapshotFile(this.#options.dataDir, alertId);
    await mkdir(dirname(file), { recursive: true });
    await picture.copyTo(file);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #trim(): Promise<void> {
    const { dataDir, days, log } = this.#options;
    const folder = dirname(alertSnapshotFile(dataDir, ''));
    try {
      for (const name of await readdir(folder).catch(() => [])) {
        const { mtimeMs } = await stat(join(folder, name));
        if (mtimeMs < Date.now() - days * DAY_MS) await rm(join(folder, name), { force: true });
      }
    } catch (error) {
      log.warn({ err: error }, 'pictures of alerts that are too old could not be deleted');
    }
  }
}
