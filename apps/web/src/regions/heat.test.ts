import { expect, it } from 'vitest';
import { heatColor } from './heat.js';

it.each([
  [-5, 'rgb(0 34 78)'],
  [0, 'rgb(0 34 78)'],
  [12.5, 'rgb(31 56 93)'],
  [100, 'rgb(254 232 56)'],
  [130, 'rgb(254 232 56)'],
])('%d %% is %s', (percent, color) => {
  expect(heatColor(percent)).toBe(color);
});
