import { describe, expect, it } from 'vitest';
import { DEFAULT_REGION_CONFIG } from '@crowdlens/schema/regions';
import type { RegionOfInterest } from '../api/operations/regions.js';
import { differences, merge } from './merging.js';

const region = (id: string, name: string | null = null): RegionOfInterest => ({
  id,
  name,
  color: null,
  points: [],
  config: DEFAULT_REGION_CONFIG,
});

const base = [region('a'), region('b'), region('c')];
const mine = [region('a', 'Mine'), region('b'), region('d')];
const theirs = [region('a', 'Theirs'), region('c'), region('b', 'Renamed')];

describe('differences', () => {
  it('tells what each side did, and suggests who did something', () => {
    expect(differences(base, mine, theirs)).toEqual([
      { id: 'a', name: 'Mine', mine: 'changed', theirs: 'changed', suggested: 'mine' },
      { id: 'c', name: 'c', mine: 'removed', theirs: 'same', suggested: 'mine' },
      { id: 'b', name: 'b', mine: 'same', theirs: 'changed', suggested: 'theirs' },
      { id: 'd', name: 'd', mine: 'added', theirs: 'same', suggested: 'mine' },
    ]);
  });

  it('finds none where both did the same', () => {
    expect(differences(base, mine, mine)).toEqual([]);
  });
});

it('merges each region from the side that was chosen', () => {
  const choice = new Map([
    ['a', 'theirs'],
    ['c', 'mine'],
    ['b', 'theirs'],
    ['d', 'mine'],
  ] as const);
  expect(merge(mine, theirs, choice).map(({ id, name }) => [id, name])).toEqual([
    ['a', 'Theirs'],
    ['b', 'Renamed'],
    ['d', null],
  ]);
});
