import { scramble } from '../random.js';
import { bodyHeightAt, HORIZON, PLAZA_TOP } from '../view.js';
import type { Canvas } from './canvas.js';
import { rgb, shade, type Colour } from './colour.js';

const STONE = rgb(0xd2, 0xc6, 0xb2);
const WALL = rgb(0xc9, 0xb2, 0x97);
const GLASS = rgb(0x5b, 0x70, 0x7c);

/** Paints everything that never moves and that nobody walks behind: paving and facade. */
export function paintPlaza(canvas: Canvas): void {
  const { width, height } = canvas;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const x = (column + 0.5 - width / 2) / height;
      const y = (row + 0.5) / height;
      const colour = y < PLAZA_TOP ? facade(x, y) : paving(x, y);
      canvas.y[row * width + column] = colour.y;
      if (row % 2 === 0 && column % 2 === 0) {
        canvas.u[(row / 2) * (width / 2) + column / 2] = colour.u;
        canvas.v[(row / 2) * (width / 2) + column / 2] = colour.v;
      }
    }
  }
}

function paving(x: number, y: number): Colour {
  const scale = bodyHeightAt(y);
  const east = (x / scale) * 2;
  const north = 3.2 / (y - HORIZON);
  const row = Math.floor(north * 2);
  const slab = Math.floor(east + (row % 2) / 2);
  const tone = (scramble(row * 977 + slab) % 100) / 100;
  const inRow = north * 2 - row;
  const inSlab = east + (row % 2) / 2 - slab;
  const joint = inRow < 0.06 || inSlab < 0.04 ? 0.86 : 1;
  return shade(STONE, joint * (0.93 + 0.1 * tone));
}

function facade(x: number, y: number): Colour {
  const bay = x * 5 - Math.floor(x * 5);
  if (y > PLAZA_TOP - 0.012) return shade(STONE, 0.8);
  return bay > 0.2 && bay < 0.8 && y > 0.03 && y < 0.15 ? GLASS : WALL;
}
