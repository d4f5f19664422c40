import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './freePort.js';

/** A Redis of its own. */
export interface TemporaryRedis {
  readonly url: string;
  /** Of its present process. */
  readonly pid: number;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Starts it again, empty, where it was. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Debian's place for it. */
const BINARY = '/usr/bin/redis-server';

/** Whether this machine has a Redis. */
export const hasRedis = existsSync(BINARY);

/** Starts a real Redis on a free port of this machine; it keeps nothing on a disk. */
export async function startRedis(): Promise<TemporaryRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'crowdlens-redis-'));
  const port = await freePort();
  const start = async () => {
    const started = spawn(
      BINARY,
      ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let said = '';
    for await (const text of started.stdout.setEncoding('utf8')) {
      said += text;
      if (said.includes('Ready to accept connections')) break;
    }
    started.stdout.resume();
    if (!said.includes('Ready to accept connections')) throw new Error(said);
    return started;
  };
  let redis = await start();
  const kill = async () => {
    if (redis.exitCode !== null || redis.signalCode !== null) return;
    redis.kill('SIGKILL');
    await once(redis, 'exit');
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    get pid() {
      return redis.pid!;
    },
    kill,
    restart: async () => {
      await kill();
      redis = await start();
    },
    close: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
