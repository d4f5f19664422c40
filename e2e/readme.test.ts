import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { startCrowdlens } from './support/crowdlens.js';

test('the commands of the README work when pasted', async () => {
  const server = await startCrowdlens();
  const pasted = (text: string): string =>
    readmeBlocks()
      .find((block) => block.includes(text))!
      .replaceAll('localhost:4000', new URL(server.url).host);
  const terminal = spawn('sh', ['-c', `exec ${pasted('createClient').trimStart()}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const curl = spawn('sh', ['-c', pasted('curl')], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(curl, 'exit');
    const [line] = (await once(createInterface({ input: terminal.stdout }), 'line')) as [string];
    const { crowdEvents } = JSON.parse(line) as { crowdEvents: { event: object } };
    expect(crowdEvents.event).toMatchObject({ regionId: 'all' });
  } finally {
    terminal.kill();
    await server.close();
  }
});

test('a recording is measured as the README says', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'crowdlens-readme-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const run = (command: string) => execFileSync('sh', ['-c', command], { stdio: 'ignore' });
  run(
    `npx --no -- crowdlens-demo-y4m --out ${dir}/yesterday.mp4 --seconds 1 --width 320 --height 240`,
  );
  const whole = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  await writeFile(`${dir}/regions.json`, JSON.stringify([{ id: 'all', points: whole }]));
  const command = readmeBlocks().find((block) => block.includes('npx crowdlens analyze'))!;
  run(command.replaceAll(/(?:yesterday|regions)\.\w+/g, `${dir}/$&`));
  expect(await readFile(`${dir}/yesterday.jsonl`, 'utf8')).toContain('"roi":"all"');
});

function readmeBlocks(): string[] {
  const readme = readFileSync('README.md', 'utf8');
  return [...readme.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block!);
}
