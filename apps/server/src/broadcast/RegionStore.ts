import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegionOfInterest } from '@crowdlens/schema';
import type { Logger } from 'pino';
import { checkProcessingWidth, checkRegions } from './regions.js';

/** What a broadcast measures. */
export interface RegionSettings {
  /** Grows by one with each change. */
  readonly revision: number;
  readonly regions: readonly RegionOfInterest[];
  /** Pixels, 160..1280. */
  readonly processingWidth: number;
}

/** The settings of all broadcasts, one JSON file each. What has been saved survives a crash. */
export class RegionStore {
  readonly #folder: string;
  readonly #log: Logger;

  static async open(dataDir: string, log: Logger): Promise<RegionStore> {
    const folder = join(dataDir, 'broadcasts');
    await mkdir(folder, { recursive: true });
    return new RegionStore(folder, log);
  }

  private constructor(folder: string, log: Logger) {
    this.#folder = folder;
    this.#log = log;
  }

  /** The ids of the broadcasts that have been saved. */
  async ids(): Promise<string[]> {
    const names = await readdir(this.#folder);
    return names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
  }

  /** What was saved; undefined when there is nothing, or nothing that can be used. */
  async load(id: string): Promise<RegionSettings | undefined> {
    let text: string;
    try {
      text = await readFile(this.#file(id), 'utf8');
    } catch {
      return undefined;
    }
    try {
      const { revision, regions, processingWidth } = JSON.parse(text) as RegionSettings;
      if (!Number.isSafeInteger(revision)) throw new TypeError('revision is not a number');
      return {
        revision,
        regions: checkRegions(regions),
        processingWidth: checkProcessingWidth(processingWidth),
      };
    } catch (error) {
      this.#log.warn({ err: error, file: this.#file(id) }, 'saved regions cannot be used');
      return undefined;
    }
  }

  /** Resolves when the settings are on the disk: the old file or the new one is there, never half of one. */
  async save(id: string, settings: RegionSettings): Promise<void> {
    const temporary = `${this.#file(id)}.tmp`;
    await using file = await open(temporary, 'w');
    await file.writeFile(`${JSON.stringify(settings, undefined, 2)}\n`);
    await file.sync();
    await rename(temporary, this.#file(id));
    await this.#syncFolder();
  }

  async remove(id: string): Promise<void> {
    await rm(this.#file(id), { force: true });
    await this.#syncFolder();
  }

  async #syncFolder(): Promise<void> {
    // A rename is durable only when its folder is.
    await using folder = await open(this.#folder, 'r');
    await folder.sync();
  }

  #file(id: string): string {
    return join(this.#folder, `${id}.json`);
  }
}
