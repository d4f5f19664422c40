import { expect, test } from 'vitest';
import { ApiError } from './errors.js';
import { SerialQueue } from './SerialQueue.js';

test('one after the other, whatever becomes of them', async () => {
  const queue = new SerialQueue();
  const steps: string[] = [];
  const task = (name: string) => async () => {
    steps.push(`${name} begins`);
    await Promise.resolve();
    steps.push(`${name} ends`);
    if (name === 'b') throw new Error('b failed');
    return name;
  };
  const results = await Promise.allSettled(['a', 'b', 'c'].map((name) => queue.run(task(name))));
  expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('a closed queue refuses what waits and what comes', async () => {
  const queue = new SerialQueue();
  const waiting = queue.run(async () => 1);
  const gone = new ApiError('BROADCAST_NOT_FOUND', 'It is gone.');
  queue.close(gone);
  await expect(waiting).rejects.toBe(gone);
  await expect(queue.run(async () => 2)).rejects.toBe(gone);
});

test('a full queue refuses, and takes again when it has room', async () => {
  const queue = new SerialQueue(1);
  const first = queue.run(async () => 1);
  await expect(queue.run(async () => 2)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  await first;
  expect(await queue.run(async () => 3)).toBe(3);
});

test('it is idle when what it has taken up is done, also what failed', async () => {
  const queue = new SerialQueue();
  const steps: string[] = [];
  const failing = queue.run(async () => {
    await Promise.resolve();
    steps.push('done');
    throw new Error('failed');
  });
  failing.catch(() => steps.push('told'));
  await queue.idle();
  expect(steps).toContain('done');
});
