const WIDTH = 30;

/** A bar on a terminal; nothing where the output is none. */
export class ProgressBar {
  readonly #output: NodeJS.WriteStream;
  #shown = -1;

  constructor(output: NodeJS.WriteStream) {
    this.#output = output;
  }

  /** Draws the part that is done (0..1), if it has grown by a percent. */
  show(done: number): void {
    const percent = Math.min(100, Math.floor(done * 100));
    if (!this.#output.isTTY || percent === this.#shown) return;
    this.#shown = percent;
    const bar = '#'.repeat(Math.round((percent * WIDTH) / 100)).padEnd(WIDTH, '.');
    this.#output.write(`\r${bar} ${percent} %`);
  }

  /** What is written next begins on a line of its own. Idempotent. */
  close(): void {
    if (this.#shown >= 0) this.#output.write('\n');
    this.#shown = -1;
  }
}
