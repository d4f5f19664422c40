import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
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

function readmeBlocks(): string[] {
  const readme = readFileSync('README.md', 'utf8');
  return [...readme.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block!);
}
