import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The time of day of some processes, which can jump (libfaketime). Durations are left as they are. */
export class FakeClock {
  readonly #folder = mkdtempSync(join(tmpdir(), 'crowdlens-clock-'));
  readonly #library: string;

  /** @param library - what `findFaketime` found */
  constructor(library: string) {
    this.#library = library;
    this.jump(0);
  }

  /** For processes that are to have this clock. */
  get environment(): Record<string, string> {
    return {
      LD_PRELOAD: this.#library,
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      // How long it may take to notice, seconds.
      FAKETIME_CACHE_DURATION: '1',
    };
  }

  /** @param seconds - from the true time from now on */
  jump(seconds: number): void {
    writeFileSync(this.#file, `${seconds < 0 ? '' : '+'}${seconds}`);
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #file(): string {
    return join(this.#folder, 'faketime');
  }
}
