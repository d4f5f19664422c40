// Runs the steps of a check one after the other and says at the end how many tests passed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const results = join(root, 'node_modules/.cache/test-results');

/** Runs a command of the workspace; ends the process with its status when it fails. */
export function step(title, command, args, env = {}) {
  const begin = Date.now();
  console.log(`\n— ${title}`);
  const { status, signal } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` },
  });
  const seconds = ((Date.now() - begin) / 1000).toFixed(1);
  if (status !== 0) {
    console.error(`${title} failed (${signal ?? `exit status ${status}`}, ${seconds} s)`);
    process.exit(status || 1);
  }
  console.log(`${title}: fine, ${seconds} s`);
}

/** Runs vitest projects and returns how many of their tests passed, failed and were skipped. */
export function vitest(title, projects, files = []) {
  mkdirSync(results, { recursive: true });
  const report = join(results, `${projects.join('-')}.json`);
  rmSync(report, { force: true });
  const begin = Date.now();
  console.log(`\n— ${title}`);
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...projects.flatMap((name) => ['--project', name]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...files,
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  console.log(`${title}: ${((Date.now() - begin) / 1000).toFixed(1)} s`);
  return { ok: status === 0, ...count(report) };
}

function count(report) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }; // vitest ended before it could write a report
  }
}

/** Prints the sum and ends the process: status 1 when anything failed or nothing ran. */
export function finish(outcomes) {
  const sum = (key) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
  const ok = outcomes.every((outcome) => outcome.ok) && sum('passed') > 0;
  const skipped = sum('skipped');
  console.log(
    `\n${sum('passed')} passed, ${sum('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`,
  );
  process.exit(ok ? 0 : 1);
}
