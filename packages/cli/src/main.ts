#!/usr/bin/env node
import { analyze, ANALYZE_USAGE } from './analyze.js';
import { UsageError } from './errors.js';
import { start, START_USAGE } from './start.js';

const COMMANDS = {
  start: { run: start, usage: START_USAGE },
  analyze: { run: analyze, usage: ANALYZE_USAGE },
} as const;

const USAGE = Object.values(COMMANDS)
  .map(({ usage }) => usage)
  .join('\n\n');

const [name = '--help', ...args] = process.argv.slice(2);

if (name === '--help' || name === '-h' || name === 'help') {
  console.log(USAGE);
} else if (!(name in COMMANDS)) {
  fail(`There is no command ${name}.\n\n${USAGE}`);
} else {
  await run(COMMANDS[name as keyof typeof COMMANDS]);
}

async function run({ run, usage }: (typeof COMMANDS)[keyof typeof COMMANDS]): Promise<void> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage);
    return;
  }
  try {
    await run(args);
  } catch (error) {
    fail(explain(error, usage));
  }
}

/** What the user can put right is said without a stack trace; anything else is a bug of ours. */
function explain(error: unknown, usage: string): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof UsageError || isArgumentError(error)) return `${error.message}\n\n${usage}`;
  return 'code' in error ? error.message : (error.stack ?? error.message);
}

function isArgumentError(error: Error): boolean {
  return 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

function fail(message: string): void {
  console.error(`crowdlens: ${message}`);
  process.exitCode = 1;
}
