import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CHUNK = Buffer.alloc(64 * 1024);

/** A folder with little room (tmpfs), which can be filled. Only root may make it, on Linux. */
export class SmallDisk {
  readonly path = mkdtempSync(join(tmpdir(), 'crowdlens-disk-'));

  /** Whether it can be made here. */
  static get isPossible(): boolean {
    try {
      new SmallDisk(1).close();
      return true;
    } catch {
      return false;
    }
  }

  constructor(megabytes: number) {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', this.path], {
        stdio: 'pipe',
      });
    } catch (error) {
      rmdirSync(this.path);
      throw error;
    }
  }

  /** Takes all the room that is left. */
  fill(): void {
    try {
      for (;;) writeFileSync(this.#ballast, CHUNK, { flag: 'a' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }

  /** Gives back what {@link fill} took. */
  empty(): void {
    rmSync(this.#ballast, { force: true });
  }

  close(): void {
    execFileSync('umount', [this.path]);
    rmdirSync(this.path);
  }

  get #ballast(): string {
    return join(this.path, 'ballast');
  }
}
