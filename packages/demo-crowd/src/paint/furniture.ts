import { Random } from '../random.js';
import { bodyHeightAt } from '../view.js';
import { rgb, shade, type Colour } from './colour.js';
import type { Canvas } from './canvas.js';

const IRON = rgb(0x3b, 0x42, 0x44);
const LANTERN = rgb(0xfb, 0xef, 0xc9);
const WOOD = rgb(0x8d, 0x5f, 0x3a);
const BARK = rgb(0x6a, 0x53, 0x42);
const POT = rgb(0x8f, 0x87, 0x80);
const LEAVES = [rgb(0x3f, 0x6e, 0x3c), rgb(0x4e, 0x82, 0x45), rgb(0x67, 0x99, 0x4f)] as const;
const BLOSSOMS = [rgb(0xd8, 0x55, 0x6b), rgb(0xf0, 0xb8, 0x3e), rgb(0xf5, 0xee, 0xe6)] as const;

/** A capsule of a thing: across, up, radius at both ends, body heights from its foot. */
type Stroke = readonly [
  across0: number,
  up0: number,
  radius0: number,
  across1: number,
  up1: number,
  radius1: number,
  colour: Colour,
];

/** Something that stands on the plaza; its place in picture heights. */
export interface Furniture {
  readonly x: number;
  readonly y: number;
  readonly strokes: readonly Stroke[];
  /** Half the width of its shadow, body heights. */
  readonly spread: number;
}

/** Everything that stands on a plaza of this aspect ratio, the farthest first. */
export function furnish(aspect: number): readonly Furniture[] {
  const random = new Random(3);
  const at = (x: number, y: number, spread: number, strokes: Stroke[]): Furniture => ({
    x: x * aspect,
    y,
    spread,
    strokes,
  });
  return [
    at(0.045, 0.225, 0.5, tree(random)),
    at(0.34, 0.225, 0.5, tree(random)),
    at(0.66, 0.225, 0.5, tree(random)),
    at(0.955, 0.225, 0.5, tree(random)),
    at(0.5, 0.232, 0.45, bench()),
    at(0.19, 0.3, 0.12, lamp()),
    at(0.81, 0.3, 0.12, lamp()),
    at(0.1, 0.47, 0.4, planter(random)),
    at(0.9, 0.47, 0.4, planter(random)),
  ];
}

/** Paints a thing; what it covers belongs to `owner`. */
export function paintFurniture(canvas: Canvas, thing: Furniture, owner: number): void {
  const x = thing.x * canvas.height;
  const y = thing.y * canvas.height;
  const body = bodyHeightAt(thing.y) * canvas.height;
  canvas.begin(owner, y, body);
  for (const [across0, up0, radius0, across1, up1, radius1, colour] of thing.strokes) {
    canvas.capsule(
      x + across0 * body,
      y - up0 * body,
      radius0 * body,
      x + across1 * body,
      y - up1 * body,
      radius1 * body,
      colour,
    );
  }
}

/** Paints the shadow of a thing on the ground. */
export function paintFurnitureShadow(canvas: Canvas, { x, y, spread }: Furniture): void {
  const body = bodyHeightAt(y) * canvas.height;
  const reach = spread * body;
  canvas.shadow(x * canvas.height + reach * 0.25, y * canvas.height, reach, reach * 0.28, 0.45);
}

function lamp(): Stroke[] {
  return [
    [0, 0.02, 0.05, 0, 0.14, 0.035, IRON],
    [0, 0.1, 0.018, 0, 1.55, 0.014, IRON],
    [-0.17, 1.52, 0.012, 0.17, 1.52, 0.012, IRON],
    [-0.17, 1.52, 0.05, -0.17, 1.6, 0.062, LANTERN],
    [0.17, 1.52, 0.05, 0.17, 1.6, 0.062, LANTERN],
    [-0.21, 1.67, 0.014, -0.13, 1.67, 0.014, IRON],
    [0.13, 1.67, 0.014, 0.21, 1.67, 0.014, IRON],
  ];
}

function bench(): Stroke[] {
  const slat = (up: number, width: number): Stroke => [-width, up, 0.022, width, up, 0.022, WOOD];
  return [
    [-0.36, 0.02, 0.018, -0.36, 0.5, 0.018, IRON],
    [0.36, 0.02, 0.018, 0.36, 0.5, 0.018, IRON],
    slat(0.48, 0.44),
    slat(0.41, 0.44),
    slat(0.34, 0.44),
    slat(0.24, 0.46),
    slat(0.2, 0.47),
    [-0.4, 0, 0.018, -0.4, 0.18, 0.018, IRON],
    [0.4, 0, 0.018, 0.4, 0.18, 0.018, IRON],
  ];
}

function tree(random: Random): Stroke[] {
  return [
    [0, 0.02, 0.075, 0, 0.9, 0.05, BARK],
    ...foliage(random, 70, 0, 1.35, 0.55, 0.42, LEAVES, 0.13),
  ];
}

function planter(random: Random): Stroke[] {
  return [
    [-0.2, 0.08, 0.07, 0.2, 0.08, 0.07, shade(POT, 0.86)],
    [-0.22, 0.16, 0.075, 0.22, 0.16, 0.075, POT],
    [-0.27, 0.22, 0.03, 0.27, 0.22, 0.03, shade(POT, 1.15)],
    ...foliage(random, 28, 0, 0.36, 0.27, 0.13, LEAVES, 0.066),
    ...foliage(random, 14, 0, 0.4, 0.25, 0.12, BLOSSOMS, 0.024),
  ];
}

/** Round leaves scattered over an ellipse, those above and to the left in the light. */
function foliage(
  random: Random,
  count: number,
  x: number,
  up: number,
  radiusX: number,
  radiusY: number,
  colours: readonly Colour[],
  size: number,
): Stroke[] {
  const strokes: Stroke[] = [];
  while (strokes.length < count) {
    const dx = random.between(-1, 1);
    const dy = random.between(-1, 1);
    if (dx * dx + dy * dy > 1) continue;
    const lit = 0.85 + 0.12 * dy - 0.08 * dx + 0.18 * (strokes.length / count);
    const colour = shade(colours[strokes.length % colours.length]!, lit);
    const across = x + dx * radiusX;
    const above = up + dy * radiusY;
    const radius = size * random.between(0.7, 1.1);
    strokes.push([across, above, radius, across, above, radius, colour]);
  }
  return strokes;
}
