import { expect, test } from 'vitest';
import { findOrigins } from './origins.js';

interface Element {
  readonly id: string;
  readonly upstream?: string;
  readonly isOrigin?: boolean;
}

function originsOf(...elements: Element[]): (id: string | undefined) => string | undefined {
  const find = findOrigins(
    new Map(elements.map((element) => [element.id, element])),
    ({ upstream }) => upstream,
    ({ isOrigin = false }) => isOrigin,
  );
  return (id) => find(id)?.id;
}

test('the nearest origin is found, the element itself included', () => {
  const origin = originsOf(
    { id: 'far', isOrigin: true },
    { id: 'near', isOrigin: true, upstream: 'far' },
    { id: 'a', upstream: 'near' },
    { id: 'b', upstream: 'a' },
  );
  expect(['b', 'a', 'near', 'far', undefined, 'unknown'].map(origin)).toEqual([
    'near',
    'near',
    'near',
    'far',
    undefined,
    undefined,
  ]);
});

test('what is connected in a circle, or to nothing, has none', () => {
  const origin = originsOf(
    { id: 'a', upstream: 'b' },
    { id: 'b', upstream: 'a' },
    { id: 'tail', upstream: 'a' },
    { id: 'end', upstream: 'gone' },
  );
  expect(['a', 'b', 'tail', 'end'].map(origin)).toEqual(Array(4).fill(undefined));
});

test('a chain of 20,000 elements is passed once, whoever asks', () => {
  let steps = 0;
  const ids = Array.from({ length: 20_000 }, (_, index) => index);
  const find = findOrigins(
    new Map(ids.map((id) => [String(id), id])),
    (id) => (steps++, id === 0 ? undefined : String(id - 1)),
    (id) => id === 0,
  );
  expect(ids.toReversed().every((id) => find(String(id)) === 0)).toBe(true);
  expect(steps).toBeLessThan(20_000);
});
