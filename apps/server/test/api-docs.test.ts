import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestServer } from './support/TestServer.js';

const run = promisify(execFile);

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
  await server.get('mutation { play(input: { uri: "demo:crowd" }) { id } }');
});
afterAll(() => server.close());

/** The examples of docs/api.md that are for a server on this machine. */
function examples(language: string): string[] {
  const text = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');
  return [...text.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))]
    .map(([, example]) => example!)
    .filter((example) => example.includes('//localhost:4000'));
}

const here = (example: string) =>
  example.replaceAll('localhost:4000', new URL(server.url).host).replaceAll('curl ', 'curl -sS ');

/** What a program that goes on without end says first. */
async function firstWords(command: string, args: string[]): Promise<string> {
  const program = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(program, 'exit');
  let words = '';
  for await (const text of program.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    words += text;
    if (words.includes('sequence')) break;
  }
  program.kill();
  await exited;
  return words;
}

const commands = examples('sh').filter((example) => !example.includes('curl -N'));

test.each(commands.map((example, i) => [i + 1, example] as const))(
  'example %i works when pasted',
  async (_, example) => {
    const { stdout } = await run('sh', ['-ec', here(example)]);
    expect(stdout).toMatch(/"data":|^sequence,/);
    expect(stdout).not.toContain('"errors"');
  },
);

test('curl hears of events', async () => {
  const example = examples('sh').find((text) => text.includes('curl -N'));
  const words = await firstWords('sh', ['-c', `exec ${here(example!)}`]);
  expect(words).toMatch(/"crowdEvents":\{"cursor":"\w+","skipped":0,"event":\{"sequence":\d+/);
});

test('Python hears of events', async () => {
  const words = await firstWords('python3', ['-c', here(examples('python')[0]!)]);
  expect(words).toMatch(/'sequence': \d+/);
});

test('JavaScript hears of events', async () => {
  // Beside the packages that it imports.
  const file = new URL('api-docs.example.tmp.mjs', import.meta.url);
  writeFileSync(file, here(examples('js')[0]!));
  try {
    expect(await firstWords(process.execPath, [file.pathname])).toMatch(/sequence: \d+/);
  } finally {
    rmSync(file);
  }
});
