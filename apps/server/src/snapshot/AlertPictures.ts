import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import type { Snapshot } from './Snapshot.js';
import { alertSnapshotFile, alertSnapshotFolder } from './snapshotFile.js';

const HOUR_MS = 3600 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** Of a broadcast: as many as there are alerts of it. */
const MAX_PICTURES = 10_000;

/** What {@link AlertPictures} works with. */
export interface AlertPicturesOptions {
  /** Absolute path: what the server must remember. */
  readonly dataDir: string;
  /** How long a picture is kept. */
  readonly days: number;
  readonly log: Logger;
  /** Of a broadcast; the oldest go. 10,000 when left out. */
  readonly maxPictures?: number;
}

/** What names the picture of an alert. */
export interface PicturedAlert {
  readonly id: string;
  readonly broadcastId: string;
}

/** What it looked like when alerts were raised: a JPEG file for each, as long as alerts are kept. */
export class AlertPictures {
  readonly #options: AlertPicturesOptions;
  readonly #timer: NodeJS.Timeout;
  /** By alert, what is just being kept. */
  readonly #keeping = new Map<string, Promise<void>>();

  /** Deletes what is too old or too much, now and every hour. */
  static async open(options: AlertPicturesOptions): Promise<AlertPictures> {
    const pictures = new AlertPictures(options);
    await pictures.#trim();
    return pictures;
  }

  private constructor(options: AlertPicturesOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#trim(), HOUR_MS);
  }

  /** Keeps the picture of this moment, if there is one. @param alert - ids of 1 to 100 letters, digits, "-" or "_" */
  keep(alert: PicturedAlert, picture: Snapshot): Promise<void> {
    const kept = this.#keep(alert, picture).finally(() => this.#keeping.delete(alert.id));
    this.#keeping.set(alert.id, kept);
    return kept;
  }

  /** Absolute path of what is kept of an alert, once it is; the file may be missing. */
  async file(alert: PicturedAlert): Promise<string> {
    await this.#keeping.get(alert.id)?.catch(() => undefined);
    return alertSnapshotFile(this.#options.dataDir, alert);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #keep(alert: PicturedAlert, picture: Snapshot): Promise<void> {
    const file = alertSnapshotFile(this.#options.dataDir, alert);
    await mkdir(dirname(file), { recursive: true });
    await picture.copyTo(file);
  }

  async #trim(): Promise<void> {
    const { dataDir, log } = this.#options;
    const all = alertSnapshotFolder(dataDir, '');
    try {
      for (const broadcast of await readdir(all).catch(() => [])) {
        await this.#trimFolder(join(all, broadcast));
      }
    } catch (error) {
      log.warn({ err: error }, 'pictures of alerts that are too old could not be deleted');
    }
  }

  async #trimFolder(folder: string): Promise<void> {
    const { days, maxPictures = MAX_PICTURES } = this.#options;
    const pictures: { file: string; at: number }[] = [];
    for (const name of await readdir(folder)) {
      const file = join(folder, name);
      pictures.push({ file, at: (await stat(file)).mtimeMs });
    }
    pictures.sort((one, other) => other.at - one.at);
    const keepFrom = Date.now() - days * DAY_MS;
    for (const [place, { file, at }] of pictures.entries()) {
      if (place >= maxPictures || at < keepFrom) await rm(file, { force: true });
    }
  }
}
