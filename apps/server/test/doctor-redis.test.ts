import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '@crowdlens/server';
import { redis } from '../src/doctor/redis.js';
import { hasRedis, startRedis } from './support/temporaryRedis.js';

if (!hasRedis) console.warn('No redis-server here: what doctor says of it is not tried.');

test.skipIf(!hasRedis)(
  'doctor names the version of a Redis, and says when it is gone',
  async () => {
    const server = await startRedis();
    onTestFinished(() => server.close());
    const look = () =>
      redis.run(
        { ...loadConfig({}), redisUrl: server.url },
        { media: () => Promise.reject(new Error('not asked for')) },
      );
    expect(await look()).toEqual([
      {
        verdict: 'ok',
        found: expect.stringMatching(/^Redis \d+\.\d+\.\d+ answers, and can be written to\.$/),
      },
    ]);
    await server.kill();
    expect(await look()).toMatchObject([
      { verdict: 'failed', advice: expect.stringContaining('REDIS_URL') },
    ]);
  },
);
