#!/usr/bin/env node
import { UsageError } from './errors.js';

interface Command {
  readonly run: (args: string[]) => Promise<void>;
  readonly usage: string;
}

/** Each is loaded when it is asked for: `doctor` works where what `analyze` needs is missing. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => {
    const { start, START_USAGE } = await import('./start.js');
    return { run: start, usage: START_USAGE };
  },
  analyze: async () => {
    const { analyze, ANALYZE_USAGE } = await import('./analyze.js');
    return { run: analyze, usage: ANALYZE_USAGE };
  },
  doctor: async () => {
    const { doctor, DOCTOR_USAGE } = await import('./doctor.js');
    return { run: doctor, usage: DOCTOR_USAGE };
  },
};

const [name = 'start', ...args] = process.argv.slice(2);
const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;

if (name === '--help' || name === '-h' || name === 'help') {
  console.log(await allUsages());
} else if (load) {
  await run(await load());
} else {
  fail(`There is no command ${name}.\n\n${await allUsages()}`);
}

async function allUsages(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((command) => command()));
  return commands.map(({ usage }) => usage).join('\n\n');
}

async function run({ run, usage }: Command): Promise<void> {
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
