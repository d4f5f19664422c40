import { EventEmitter, once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { Replanning } from './Replanning.js';

function start(work: () => void = () => {}) {
  const events = new EventEmitter();
  let plans = 0;
  const errors: unknown[] = [];
  const replanning = new Replanning(
    () => {
      plans++;
      queueMicrotask(() => events.emit('planned'));
      work();
    },
    (error) => errors.push(error),
  );
  onTestFinished(() => replanning.close());
  return { replanning, errors, planned: () => once(events, 'planned'), plans: () => plans };
}

test('many changes at once are one plan', async () => {
  const { replanning, planned, plans } = start();
  for (let change = 0; change < 1000; change++) replanning.request();
  expect(plans()).toBe(0);
  await planned();
  await setImmediate();
  expect(plans()).toBe(1);
});

test('after a plan that took long the next one waits', async () => {
  const { replanning, planned, plans } = start(() => {
    const endMs = performance.now() + 20;
    while (performance.now() < endMs);
  });
  replanning.request();
  await planned();
  const endMs = performance.now();
  for (let turn = 0; turn < 10; turn++) {
    replanning.request();
    await setImmediate();
  }
  expect(plans()).toBe(1);
  await planned();
  expect(performance.now() - endMs).toBeGreaterThan(60);
});

test('a plan that fails is told, and the next change plans again', async () => {
  const { replanning, errors, planned } = start(() => {
    throw new Error('no plan');
  });
  for (const times of [1, 2]) {
    const done = planned();
    replanning.request();
    await done;
    expect(errors).toHaveLength(times);
  }
});

test('nothing is planned after the end, not even what waited', async () => {
  const { replanning, plans } = start();
  replanning.request();
  replanning.close();
  replanning.request();
  replanning.now();
  await setImmediate();
  expect(plans()).toBe(0);
});
