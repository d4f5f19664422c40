import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from 'pino';
import { NotSupportedError } from '../media/errors.js';

/** While live, a picture is kept so often, so that one is there when nothing is live any more. */
const KEEP_MS = 5000;
/** One that is asked for is at most so old. */
const FRESH_MS = 1000;

/** What {@link Snapshot} works with. */
export interface SnapshotOptions {
  /** Absolute path of the JPEG file. */
  readonly file: string;
  /** The next processed picture, a JPEG file; throws when none comes. */
  readonly take: () => Promise<Buffer>;
  readonly log: Logger;
}

/** The last processed picture of a broadcast, in a file: there also while nothing is live and after a restart. */
export class Snapshot {
  /** Absolute path; the file may be missing. */
  readonly file: string;
  readonly #options: SnapshotOptions;
  #timer: NodeJS.Timeout | undefined;
  #takenAt = 0;
  #taking: Promise<void> | undefined;
  /** Counts what {@link forget} has made unwanted. */
  #forgotten = 0;

  constructor(options: SnapshotOptions) {
    this.file = options.file;
    this.#options = options;
  }

  /** Pictures come: the newest is kept from now on. */
  start(): void {
    this.#timer ??= setInterval(() => void this.refresh(), KEEP_MS);
    void this.refresh();
  }

  /** No pictures come any more; the last one stays. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /**
   * While pictures come, resolves when the file is at most a second old. Never fails: the file stays
   * as it is when no picture can be had.
   */
  refresh(): Promise<void> {
    if (!this.#timer || Date.now() - this.#takenAt < FRESH_MS) return Promise.resolve();
    this.#taking ??= this.#take().finally(() => (this.#taking = undefined));
    return this.#taking;
  }

  /** Keeps a copy of the picture of this moment, if there is one. @param file - absolute path */
  async copyTo(file: string): Promise<void> {
    await this.refresh();
    await copyFile(this.file, file).catch((error: unknown) => {
      this.#options.log.debug({ err: error }, 'there is no picture to copy');
    });
  }

  /** Removes the file: it shows what shall not be seen any more. */
  async forget(): Promise<void> {
    this.#forgotten += 1;
    this.#takenAt = 0;
    await this.#taking;
    await rm(this.file, { force: true });
  }

  async #take(): Promise<void> {
    const { take, log } = this.#options;
    const before = this.#forgotten;
    try {
      const picture = await take();
      if (this.#forgotten !== before) return;
      await mkdir(dirname(this.file), { recursive: true });
      // Nobody shall read half a picture.
      await writeFile(`${this.file}.new`, picture);
      await rename(`${this.file}.new`, this.file);
      this.#takenAt = Date.now();
    } catch (error) {
      if (error instanceof NotSupportedError) this.stop();
      log.debug({ err: error }, 'no snapshot');
    }
  }
}
