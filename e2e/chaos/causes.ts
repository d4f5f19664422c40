import { setTimeout as lasts } from 'node:timers/promises';
import { expect } from 'vitest';
import { runInWorker } from './worker.js';
import type { World } from './World.js';

/** Something that goes wrong. */
export interface Cause {
  readonly name: string;
  /** Why it cannot happen here; undefined when it can. */
  lacks(world: World): string | undefined;
  /** Makes it happen; resolves when it is over. */
  strike(world: World, random: () => number): Promise<void>;
}

const FREEZE_MS = 3000;
const CUT_MS = 10_000;
const OUTAGE_MS = 3000;
/** What hangs for five seconds is killed by its parent. */
const PATIENCE = { timeout: 30_000 };
/** Seconds by which the clock jumps. */
const JUMPS = [86_400, 3600, 0, -3600, -86_400];

const always = () => undefined;

async function freeze(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  await lasts(FREEZE_MS);
  process.kill(pid, 'SIGCONT');
}

const oneOf = (pids: readonly number[], random: () => number) =>
  pids[Math.floor(random() * pids.length)]!;

/** Everything that is known to go wrong; another engine is one more entry. */
export const causes: readonly Cause[] = [
  {
    name: 'a fan-out process is killed',
    lacks: always,
    strike: async ({ server }, random) =>
      void process.kill(oneOf(server.fanOutProcesses, random), 'SIGKILL'),
  },
  {
    name: 'a fan-out process hangs',
    lacks: always,
    strike: async ({ server }, random) => {
      const pid = oneOf(server.fanOutProcesses, random);
      process.kill(pid, 'SIGSTOP');
      await expect.poll(() => server.fanOutProcesses.includes(pid), PATIENCE).toBe(false);
    },
  },
  {
    name: 'the worker of the pipeline ends',
    lacks: always,
    strike: ({ server }) => runInWorker(server.mediaServer, () => server.output, 'process.exit(1)'),
  },
  {
    name: 'the media server is killed',
    lacks: always,
    strike: async ({ server }) => void process.kill(server.mediaServer, 'SIGKILL'),
  },
  {
    name: 'the media server freezes for 3 s',
    lacks: always,
    strike: ({ server }) => freeze(server.mediaServer),
  },
  { name: 'the server is killed', lacks: always, strike: ({ server }) => server.kill() },
  {
    name: 'the server freezes for 3 s',
    lacks: always,
    strike: ({ server }) => freeze(server.pid),
  },
  {
    name: 'the clock jumps',
    lacks: ({ clock }) => (clock ? undefined : 'no libfaketime'),
    strike: async ({ clock }, random) => clock!.jump(JUMPS[Math.floor(random() * JUMPS.length)]!),
  },
  {
    name: 'ten viewers are cut off for 10 s',
    lacks: ({ host }) => (host ? undefined : 'may make no network namespace'),
    strike: async ({ host }) => {
      host!.cut();
      await lasts(CUT_MS);
      host!.mend();
    },
  },
  {
    name: 'the disk of the history is full for 3 s',
    lacks: ({ disk }) => (disk ? undefined : 'history on no small disk of its own'),
    strike: async ({ disk }) => {
      disk!.fill();
      await lasts(OUTAGE_MS);
      disk!.empty();
    },
  },
  {
    name: 'PostgreSQL is killed, and away for 3 s',
    lacks: ({ postgres }) => (postgres ? undefined : 'history in SQLite'),
    strike: async ({ postgres }) => {
      await postgres!.kill();
      await lasts(OUTAGE_MS);
      await postgres!.restart();
    },
  },
  {
    name: 'PostgreSQL freezes for 3 s',
    lacks: ({ postgres }) => (postgres ? undefined : 'history in SQLite'),
    strike: ({ postgres }) => freeze(postgres!.pid),
  },
  {
    name: 'Redis is killed, and away for 3 s',
    lacks: ({ redis }) => (redis ? undefined : 'no Redis beside it'),
    strike: async ({ redis }) => {
      await redis!.kill();
      await lasts(OUTAGE_MS);
      await redis!.restart();
    },
  },
  {
    name: 'Redis freezes for 3 s',
    lacks: ({ redis }) => (redis ? undefined : 'no Redis beside it'),
    strike: ({ redis }) => freeze(redis!.pid),
  },
];
