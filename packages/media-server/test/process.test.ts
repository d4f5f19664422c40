import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { SpawnError, spawnMediaServer } from '@crowdlens/media-server';
import { expect, onTestFinished, test } from 'vitest';
import { RpcClient } from './support/RpcClient.js';
import { startServer } from './support/server.js';

const dist = fileURLToPath(new URL('.', import.meta.resolve('@crowdlens/media-server')));
const main = path.join(dist, 'main.js');

function run(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function output(child: ChildProcess): Promise<{ code: number; out: string; err: string }> {
  const [[code], out, err] = await Promise.all([
    once(child, 'exit'),
    text(child.stdout!),
    text(child.stderr!),
  ]);
  return { code, out, err };
}

/** Waits for the line that tells the address. */
async function address(child: ChildProcess): Promise<string> {
  let output = '';
  for await (const chunk of child.stdout!) {
    output += String(chunk);
    const url = /ready: (\S+)/.exec(output)?.[1];
    if (url) return url;
  }
  throw new Error(`no address in: ${output}`);
}

test('a spawned server is reached with its token only and ends when asked to', async () => {
  const server = await spawnMediaServer({ logLevel: 'silent' });
  onTestFinished(() => server.close());
  const client = await RpcClient.open(server.url);
  expect(await client.value('ping')).toBe('pong');
  await expect(RpcClient.open(server.url.replace(/\?.*/, ''))).rejects.toThrow('401');
  await server.close();
  await server.close();
  expect(await server.exited).toEqual({ code: 0, signal: null });
  expect(await client.closed).toMatchObject({ code: 1001 });
});

test.runIf(process.platform === 'linux')(
  'the token is not among the arguments of the process',
  async () => {
    const server = await spawnMediaServer({ logLevel: 'silent', token: 'very-secret' });
    onTestFinished(() => server.close());
    const children = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8');
    const lines = await Promise.all(
      children
        .trim()
        .split(' ')
        .map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8')),
    );
    const ours = lines.filter((line) => line.includes(main));
    expect(ours).toHaveLength(1);
    expect(ours[0]).not.toContain('very-secret');
  },
);

test('a server that cannot start is an error that says so', async () => {
  const { url } = await startServer();
  const port = Number(new URL(url).port);
  await expect(spawnMediaServer({ port, logLevel: 'silent' })).rejects.toThrow(SpawnError);
});

test('it ends when its parent is gone', async () => {
  const parent = fork(fileURLToPath(new URL('./support/parent.mjs', import.meta.url)));
  const [{ url }] = (await once(parent, 'message')) as [{ url: string }];
  const client = await RpcClient.open(url);
  parent.kill('SIGKILL');
  expect(await client.closed).toMatchObject({ code: 1001 });
});

test('SIGTERM ends it gracefully', async () => {
  const child = run('--port', '0');
  const client = await RpcClient.open(await address(child));
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await client.closed).toMatchObject({ code: 1001 });
});

test('an embedded one leaves Ctrl-C to its parent', async () => {
  const child = fork(main, ['--port=0'], { silent: true });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  const client = await RpcClient.open(url);
  child.kill('SIGINT');
  // Signals come before later input: had it ended the process, no answer would come.
  expect(await client.value('ping')).toBe('pong');
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('a busy port is explained', async () => {
  const { url } = await startServer();
  const { code, err } = await output(run('--port', new URL(url).port));
  expect(code).toBe(1);
  expect(err).toMatch(/port is in use.*choose another with --port/s);
});

test('an unknown flag is explained', async () => {
  const { code, err } = await output(run('--bogus'));
  expect(code).toBe(1);
  expect(err).toContain("Unknown option '--bogus'");
});

test('--help lists the flags', async () => {
  const { code, out } = await output(run('--help'));
  expect(code).toBe(0);
  expect(out).toContain('--allow-origin');
});
