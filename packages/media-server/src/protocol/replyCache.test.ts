import { expect, test, vi } from 'vitest';
import { failure, success, type Reply } from './messages.js';
import { ReplyCache } from './replyCache.js';

function counting(): () => Promise<Reply> {
  let count = 0;
  return vi.fn(() => Promise.resolve(success(1, { value: ++count })));
}

test('the same text in the same session is executed once', async () => {
  const cache = new ReplyCache(10);
  const execute = counting();
  const first = await cache.reply('s', 'text', execute);
  expect(await cache.reply('s', 'text', execute)).toBe(first);
  expect(await cache.reply('s', 'other', execute)).toMatchObject({ result: { value: 2 } });
  expect(await cache.reply('t', 'text', execute)).toMatchObject({ result: { value: 3 } });
});

test('a reply is forgotten after its time', async () => {
  let now = 0;
  const cache = new ReplyCache(10, () => now, 20);
  const execute = counting();
  await cache.reply('s', 'text', execute);
  now = 19;
  expect(await cache.reply('s', 'text', execute)).toMatchObject({ result: { value: 1 } });
  now = 20;
  expect(await cache.reply('s', 'text', execute)).toMatchObject({ result: { value: 2 } });
});

test('when it is full the oldest reply makes room', async () => {
  const cache = new ReplyCache(2);
  const execute = counting();
  for (const text of ['a', 'b', 'c']) await cache.reply('s', text, execute);
  expect(await cache.reply('s', 'c', execute)).toMatchObject({ result: { value: 3 } });
  expect(await cache.reply('s', 'a', execute)).toMatchObject({ result: { value: 4 } });
});

test('what failed is tried again', async () => {
  const cache = new ReplyCache(10);
  await cache.reply('s', 'text', () => Promise.resolve(failure(1, { code: 1, message: 'x' })));
  expect(await cache.reply('s', 'text', counting())).toMatchObject({ result: { value: 1 } });
});
