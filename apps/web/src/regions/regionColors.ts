import type { RegionOfInterest } from '../api/operations/regions.js';

/** The colours to choose from: told apart with colour-blind eyes too, readable on a picture; neither the mask's red nor its blue. */
export const PALETTE = [
  '#f2b134',
  '#3fc1a5',
  '#b48cf2',
  '#f08a5d',
  '#8ecae6',
  '#d4e157',
  '#ff9ecd',
];
const FALLBACK = '#f2b134';

/** The colour a region is drawn in: its own, or one from the palette by its place. */
export function colorOf(region: RegionOfInterest, index: number): string {
  return region.color ?? PALETTE[index % PALETTE.length] ?? FALLBACK;
}

/** A palette colour that no region uses yet, as far as there is one. */
export function freeColor(regions: readonly RegionOfInterest[]): string {
  const used = new Set(regions.map(colorOf));
  return PALETTE.find((color) => !used.has(color)) ?? FALLBACK;
}

/** The name shown for a region. */
export function nameOf({ id, name }: Pick<RegionOfInterest, 'id' | 'name'>): string {
  return name ?? id;
}

/** How a region is told from the others wherever it is named. */
export interface RegionLook {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}

export function lookOf(region: RegionOfInterest, index: number): RegionLook {
  return { id: region.id, name: nameOf(region), color: colorOf(region, index) };
}
