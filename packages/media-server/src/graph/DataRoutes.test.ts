import { expect, test } from 'vitest';
import { DataRoutes, type DataElement } from './DataRoutes.js';

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
  const routes = new DataRoutes(elements);
  expect([...routes.sinksOf('a')]).toEqual(['b', 'c']);
  expect([...routes.sinksOf('c')]).toEqual(['d']);
});

test('a peer connected to itself is answered, and circles end', () => {
  expect([...new DataRoutes([element('a', 'a', true)]).sinksOf('a')]).toEqual(['a']);
  const circle = [element('x', 'a'), element('y', 'x'), element('x', 'y')];
  expect([...new DataRoutes(circle).sinksOf('a')]).toEqual([]);
});
