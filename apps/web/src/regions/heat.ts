/** Stops of the colour map cividis (Nuñez, Anderton, Renslow 2018): even steps for every kind of colour vision. */
const CIVIDIS = [
  [0, 34, 78],
  [61, 77, 107],
  [124, 123, 120],
  [187, 174, 109],
  [254, 232, 56],
] as const;

/** The colour for a percentage: dark blue for 0, bright yellow for 100. */
export function heatColor(percent: number): string {
  const place = (Math.min(100, Math.max(0, percent)) / 100) * (CIVIDIS.length - 1);
  const index = Math.min(CIVIDIS.length - 2, Math.floor(place));
  const [from, to] = [CIVIDIS[index], CIVIDIS[index + 1]];
  const mixed = [0, 1, 2].map((channel) => {
    const [a, b] = [from?.[channel] ?? 0, to?.[channel] ?? 0];
    return Math.round(a + (b - a) * (place - index));
  });
  return `rgb(${mixed.join(' ')})`;
}
