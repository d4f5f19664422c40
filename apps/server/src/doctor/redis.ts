import { createClient } from '@redis/client';
import { within } from '../within.js';
import type { Check } from './Check.js';
import { failed, ok, reasonOf, skipped } from './Finding.js';
import type { Statement } from './Finding.js';

const TIMEOUT_MS = 5000;

/** Whether Redis can be reached, and written to. */
export const redis: Check = {
  name: 'Redis',
  run: async ({ redisUrl, redisPrefix }) => [
    redisUrl === undefined
      ? skipped('REDIS_URL is not set: this server shares broadcasts with no other.')
      : await tried(redisUrl, `${redisPrefix}doctor`),
  ],
};

async function tried(url: string, key: string): Promise<Statement> {
  try {
    return ok(`Redis ${await versionOf(url, key)} answers, and can be written to.`);
  } catch (error) {
    return failed(
      `Redis cannot be used: ${reasonOf(error)}.`,
      'Servers could not share broadcasts. Correct REDIS_URL (address, password, a database that may be written to), or start Redis.',
    );
  }
}

/** Writes the key, which goes by itself. @throws what the client or Redis says */
async function versionOf(url: string, key: string): Promise<string> {
  const client = createClient({
    url,
    socket: { connectTimeout: TIMEOUT_MS, reconnectStrategy: false },
  });
  // What is under way rejects, too.
  client.on('error', () => undefined);
  const talk = async () => {
    await client.connect();
    await client.set(key, '1', { expiration: { type: 'PX', value: 1000 } });
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
