import { expect, test } from 'vitest';
import { dataSinks, type DataElement } from './dataRoutes.js';

const element = (id: string, dataUpstream?: string, isPeer = false): DataElement => ({
  id,
  dataUpstream,
  isPeer,
});

test('messages go to every peer behind a peer, but not through a peer', () => {
  const elements = [
    element('a', undefined, true),
    element('hub', 'a'),
    element('b', 'hub', true),
    element('c', 'hub', true),
    element('d', 'c', true),
  ];
  expect([...dataSinks('a', elements)]).toEqual(['b', 'c']);
  expect([...dataSinks('c', elements)]).toEqual(['d']);
});

test('a peer connected to itself is answered, and circles end', () => {
  expect([...dataSinks('a', [element('a', 'a', true)])]).toEqual(['a']);
  expect([...dataSinks('a', [element('x', 'a'), element('y', 'x'), element('x', 'y')])]).toEqual(
    [],
  );
});
