import { afterEach, expect, test } from 'vitest';
import { postgresBinaries } from '../../apps/server/src/history/sql/temporaryPostgres.test.support.js';
import { causes, type Cause } from '../chaos/causes.js';
import { randomOf, shuffled } from '../chaos/random.js';
import { World } from '../chaos/World.js';

/** `npm run chaos` sets them; without them each cause strikes once. */
const minutes = Number(process.env['CHAOS_MINUTES'] ?? 0);
const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);
const withinSeconds = Number(process.env['CHAOS_WITHIN_SECONDS'] ?? 30);
/** Who is late by more will not come back: there is nothing more to see. */
const PATIENCE_MS = 60_000;

/** What a cause explains: a process or thread that ended, a database that is away. */
const EXPECTED_ERRORS =
  /^A process for viewers died|^The pixel worker died|^The history cannot be used: database or disk is full|ECONN|the database system is|onnection terminated|has encountered a connection error|terminating connection|timeout|Redis|[Ss]ocket/;

interface Row {
  readonly cause: string;
  readonly 'playing again, s': number;
  readonly 'new sessions': number;
  readonly processes: number;
}

const databases = ['SQLite', 'PostgreSQL'] as const;
/** Rows of the table that is printed at the end. */
let rows: Row[] = [];
let world: World | undefined;

afterEach(async ({ task }) => {
  console.log(`Chaos with seed ${seed}`);
  console.table(rows);
  rows = [];
  if (task.result?.state === 'fail') console.log(world?.server.output);
  await world?.close();
});

test.each(databases)('with history in %s, whatever happens goes by', async (database) => {
  if (database === 'PostgreSQL' && !postgresBinaries()) {
    console.warn('No PostgreSQL here: what happens to it is left out.');
    return;
  }
  const random = randomOf(seed);
  let order: readonly Cause[] = [];
  world = await World.open(database);
  await world.ready();
  const untilMs = performance.now() + (minutes * 60_000) / databases.length;
  const all = possible(world, database);
  for (let struck = 0; struck < all.length || performance.now() < untilMs; struck++) {
    if (struck % all.length === 0) order = shuffled(all, random);
    rows.push(await recover(world, order[struck % all.length]!, random));
  }

  expect.soft(rows.filter((row) => row['playing again, s'] > withinSeconds)).toEqual([]);
  await expectNoEventLostOrDoubled(world);
  expect(world.server.hasEnded).toBe(false);
  expect(world.server.errors.filter((error) => !EXPECTED_ERRORS.test(error))).toEqual([]);
  await world.close();
  expect(world.processes).toEqual([]);
  world = undefined;
});

/** In the short form the second database sees only what is about it, and what may leave something half written. */
function possible(present: World, database: string): readonly Cause[] {
  const missing = new Map(causes.map((cause) => [cause, cause.lacks(present)]));
  for (const [{ name }, lack] of missing) {
    if (lack !== undefined) console.warn(`Left out: ${name} (${lack})`);
  }
  return causes.filter(
    (cause) =>
      missing.get(cause) === undefined &&
      (minutes > 0 ||
        database === 'SQLite' ||
        /PostgreSQL|Redis|^the server is killed/.test(cause.name)),
  );
}

async function recover(present: World, cause: Cause, random: () => number): Promise<Row> {
  const before = await present.sessions();
  await cause.strike(present, random);
  const begin = performance.now();
  await orGivenUp(present.playing(), cause.name);
  const seconds = (performance.now() - begin) / 1000;
  const row = {
    cause: cause.name,
    'playing again, s': Number(seconds.toFixed(1)),
    'new sessions': (await present.sessions()) - before,
    processes: present.processes.length,
  };
  return row;
}

async function orGivenUp(playing: Promise<void>, cause: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Somebody does not play ${PATIENCE_MS / 1000} s after: ${cause}`)),
      PATIENCE_MS,
    );
  });
  await Promise.race([playing, late]).finally(() => clearTimeout(timer));
}

/** What a subscriber with a cursor was told is what is written, each once and in order. */
async function expectNoEventLostOrDoubled({ witness }: World): Promise<void> {
  const last = (await witness.written()).at(-1)!;
  await expect.poll(() => witness.told.at(-1), { timeout: 30_000 }).toBeGreaterThanOrEqual(last);
  const { told } = witness;
  expect(told.length).toBeGreaterThan(0);
  expect(told).toEqual(told.map((_, index) => told[0]! + index));
  const written = await witness.written();
  expect(written.filter((sequence) => sequence >= told[0]!).slice(0, told.length)).toEqual(told);
}
