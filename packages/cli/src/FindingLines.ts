import { styleText } from 'node:util';
import type { Finding, Verdict } from '@crowdlens/server';

const SIGNS = {
  ok: { sign: '✓', colour: 'green' },
  warning: { sign: '!', colour: 'yellow' },
  failed: { sign: '✗', colour: 'red' },
  skipped: { sign: '–', colour: 'gray' },
} as const;

/** Findings as lines for people, coloured at a terminal only. */
export class FindingLines {
  readonly #out: NodeJS.WriteStream;
  readonly #isColoured: boolean;
  #lastCheck = '';

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
    // Knows NO_COLOR, too.
    this.#isColoured = out.isTTY && out.hasColors();
  }

  show({ check, verdict, found, advice }: Finding): void {
    if (check !== this.#lastCheck) this.#out.write(`${this.#style('bold', check)}\n`);
    this.#lastCheck = check;
    const { sign, colour } = SIGNS[verdict];
    this.#out.write(`  ${this.#style(colour, sign)} ${found}\n`);
    if (advice !== undefined) this.#out.write(`    → ${advice}\n`);
  }

  summary(findings: readonly Finding[]): void {
    const count = (wanted: Verdict) => findings.filter(({ verdict }) => verdict === wanted).length;
    const [failures, warnings] = [count('failed'), count('warning')];
    const said =
      failures > 0
        ? this.#style('red', `${failures} cannot work, ${warnings} to look at.`)
        : this.#style('green', `All can work${warnings > 0 ? `, ${warnings} to look at` : ''}.`);
    this.#out.write(`\n${said}\n`);
  }

  #style(style: Parameters<typeof styleText>[0], text: string): string {
    // Otherwise styleText itself looks at standard output, and only newer Nodes do.
    return this.#isColoured ? styleText(style, text, { validateStream: false }) : text;
  }
}
