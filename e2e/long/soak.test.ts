import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const soak = fileURLToPath(new URL('../../bench/soak.mjs', import.meta.url));

interface Result {
  readonly joined: number;
  readonly refused: number;
  readonly edits: number;
  readonly presenters: number;
  readonly errors: readonly string[];
  readonly memoryMiB: { readonly growthPercent: number };
  readonly curve: readonly { readonly threads: number; readonly files: number }[];
}

test('viewers come and go, presenters and regions change, and everything stays as it was', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    soak,
    '--minutes=5',
    '--viewers=10',
  ]);
  console.log(stdout);
  const result = JSON.parse(stdout) as Result;
  expect(result).toMatchObject({ refused: 0, errors: [] });
  expect(result.joined).toBeGreaterThan(50);
  expect(result.presenters).toBeGreaterThan(2);
  expect(result.edits).toBe(result.curve.length);
  expect(result.memoryMiB.growthPercent).toBeLessThan(15);
  const [early, late] = [result.curve[Math.ceil(result.curve.length / 4)]!, result.curve.at(-1)!];
  expect(late.threads).toBeLessThanOrEqual(early.threads + 2);
  expect(late.files).toBeLessThanOrEqual(early.files + 20);
});
