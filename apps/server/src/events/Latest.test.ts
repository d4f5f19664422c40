import { expect, test } from 'vitest';
import { BoundedList } from './BoundedList.js';
import { Latest } from './Latest.js';

const iterate = <T>(stream: AsyncIterable<T>) => stream[Symbol.asyncIterator]();

test('the present value first, then the newest', async () => {
  const latest = new Latest({ n: 1 });
  const iterator = iterate(latest.stream());
  expect((await iterator.next()).value).toEqual({ n: 1 });
  latest.set({ n: 2 });
  latest.set({ n: 3 });
  expect((await iterator.next()).value).toEqual({ n: 3 });
  const waiting = iterator.next();
  latest.set({ n: 4 });
  expect((await waiting).value).toEqual({ n: 4 });
});

test('without a value a stream waits; a cleared one is not repeated', async () => {
  const latest = new Latest<{ n: number }>();
  const waiting = iterate(latest.stream()).next();
  latest.set({ n: 1 });
  expect((await waiting).value).toEqual({ n: 1 });
  latest.clear();
  const late = iterate(latest.stream()).next();
  latest.set({ n: 2 });
  expect((await late).value).toEqual({ n: 2 });
});

test('throttled, the newest value wins', async () => {
  const latest = new Latest({ n: 1 });
  const iterator = iterate(latest.stream(20));
  await iterator.next();
  latest.set({ n: 2 });
  const next = iterator.next();
  // Within the pause, for it begins only when the consumer asks again.
  latest.set({ n: 3 });
  expect((await next).value).toEqual({ n: 3 });
});

test('the end ends waiting streams', async () => {
  const latest = new Latest<{ n: number }>();
  const waiting = iterate(latest.stream()).next();
  latest.end();
  expect(await waiting).toEqual({ done: true, value: undefined });
});

test('a list gives everyone everything, up to its capacity', async () => {
  const list = new BoundedList<{ n: number }>(2);
  expect([1, 2, 3].map((n) => list.add({ n }))).toEqual([true, true, false]);
  list.end();
  for (let consumer = 0; consumer < 2; consumer += 1) {
    const items = [];
    for await (const { n } of list.stream()) items.push(n);
    expect(items).toEqual([1, 2]);
  }
});

test('a list that has ended takes no more', () => {
  const list = new BoundedList<{ n: number }>(2);
  list.end();
  expect(list.add({ n: 1 })).toBe(false);
});
