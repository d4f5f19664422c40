import { mkdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ApiError } from '../errors.js';
import { NotSupportedError } from '../media/errors.js';

/** The folder of all recordings: a file of pictures and sound for each, and a picture of its beginning. */
export class RecordingFolder {
  readonly #dir: string;

  /**
   * @param dir - absolute path
   * @throws NodeJS.ErrnoException when the folder cannot be made
   */
  static async open(dir: string): Promise<RecordingFolder> {
    await mkdir(dir, { recursive: true });
    return new RecordingFolder(dir);
  }

  private constructor(dir: string) {
    this.#dir = dir;
  }

  /** Absolute path of the file. */
  video(id: string): string {
    return join(this.#dir, `${id}.webm`);
  }

  /** Absolute path of the picture of its beginning, which may be missing. */
  thumbnail(id: string): string {
    return join(this.#dir, `${id}.jpg`);
  }

  /**
   * What a media server writes to.
   *
   * @param seenAt - the folder as the media server sees it; undefined when it does not
   * @throws NotSupportedError when it would not be this folder
   */
  uri(id: string, seenAt: string | undefined): string {
    if (seenAt !== undefined) return pathToFileURL(join(seenAt, `${id}.webm`)).href;
    throw new NotSupportedError(
      'The media server at KURENTO_URL writes recordings on a disk of its own. Share RECORDINGS_DIR with it, and set KURENTO_RECORDINGS_DIR to where it finds that folder.',
    );
  }

  /** Bytes of the file; 0 while there is none. */
  async size(id: string): Promise<number> {
    const found = await stat(this.video(id)).catch(() => undefined);
    return found?.size ?? 0;
  }

  /** When the file was last written; undefined when there is none. */
  async writtenAt(id: string): Promise<Date | undefined> {
    const found = await stat(this.video(id)).catch(() => undefined);
    return found?.mtime;
  }

  /** Whether so many bytes are free on the disk; true when that cannot be told: whoever writes will say so. */
  async hasRoom(bytes: number): Promise<boolean> {
    const disk = await statfs(this.#dir).catch(() => undefined);
    return !disk || disk.bavail * disk.bsize >= bytes;
  }

  /** @throws ApiError DISK_FULL */
  async checkRoom(bytes: number): Promise<void> {
    if (await this.hasRoom(bytes)) return;
    throw new ApiError(
      'DISK_FULL',
      `The disk of RECORDINGS_DIR has less than ${Math.ceil(bytes / 1e6)} MB left (RECORDINGS_MIN_FREE_MB). Delete recordings, or give it more room.`,
    );
  }

  /** What is not there is gone already. */
  async remove(id: string): Promise<void> {
    await rm(this.video(id), { force: true });
    await rm(this.thumbnail(id), { force: true });
  }
}
