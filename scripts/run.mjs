// Runs the steps of a check and says at the end how many tests passed.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const results = join(root, 'node_modules/.cache/test-results');

/**
 * Runs commands of the workspace side by side, and prints what each said when it has ended; ends the process
 * when one has failed.
 *
 * @param {Record<string, string[]>} commands title -> command and arguments
 */
export async function steps(commands) {
  const statuses = await Promise.all(
    Object.entries(commands).map(([title, command]) => run(title, command)),
  );
  const failed = statuses.find((status) => status !== 0);
  if (failed !== undefined) process.exit(failed || 1);
}

async function run(title, [command, ...args]) {
  const begin = Date.now();
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` },
  });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => output.push(chunk));
  }
  const [status, signal] = await once(child, 'close');
  const seconds = ((Date.now() - begin) / 1000).toFixed(1);
  console.log(`\n— ${title}`);
  process.stdout.write(Buffer.concat(output));
  if (status === 0) console.log(`${title}: fine, ${seconds} s`);
  else console.error(`${title} failed (${signal ?? `exit status ${status}`}, ${seconds} s)`);
  return status;
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
