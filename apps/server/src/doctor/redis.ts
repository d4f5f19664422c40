import { createClient } from '@redis/client';
import { within } from '../within.js';
import type { Check } from './Check.js';
import { failed, ok, reasonOf, skipped } from './Finding.js';
import type { Statement } from './Finding.js';

const TIMEOUT_MS = 5000;
const KEY = 'crowdlens:doctor';

/** Whether Redis can be reached, and written to. */
export const redis: Check = {
  name: 'Redis',
  run: async (_config, { redisUrl }) => [
    redisUrl === undefined
      ? skipped('REDIS_URL is not set: this server shares broadcasts with no other.')
      : await tried(redisUrl),
  ],
};

async function tried(url: string): Promise<Statement> {
  try {
    return ok(`Redis ${await versionOf(url)} answers, and can be written to.`);
  } catch (error) {
    return failed(
      `Redis cannot be used: ${reasonOf(error)}.`,
      'Servers could not share broadcasts. Correct REDIS_URL (address, password, a database that may be written to), or start Redis.',
    );
  }
}

/** Writes a key that goes by itself. @throws what the client or Redis says */
async function versionOf(url: string): Promise<string> {
  const client = createClient({
    url,
    socket: { connectTimeout: TIMEOUT_MS, reconnectStrategy: false },
  });
  // What is under way rejects, too.
  client.on('error', () => undefined);
  const talk = async () => {
    await client.connect();
    await client.set(KEY, '1', { expiration: { type: 'PX', value: 1000 } });
    return client.info('server');
  };
  try {
    const info = await within(TIMEOUT_MS, talk(), undefined);
    if (info === undefined) throw new Error('it does not answer');
    return /redis_version:(\S+)/.exec(info)?.[1] ?? 'of an unknown version';
  } finally {
    client.destroy();
  }
}
