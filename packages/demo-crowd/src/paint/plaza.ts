import { scramble, wave } from '../random.js';
import { bodyHeightAt, PLAZA_TOP } from '../view.js';
import type { Canvas } from './canvas.js';
import { rgb, shade, type Colour } from './colour.js';

const SLAB = rgb(0xd6, 0xcb, 0xb8);
const BAND = rgb(0xb9, 0xa4, 0x8c);
const WALL = rgb(0xd8, 0xc4, 0xa6);
const PLINTH = rgb(0xa4, 0x96, 0x86);
const GLASS = rgb(0x4c, 0x66, 0x74);
const FRAME = rgb(0x4a, 0x40, 0x3a);
const CREAM = rgb(0xf3, 0xea, 0xd8);
const AWNINGS = [rgb(0xb5, 0x4a, 0x3f), rgb(0x3e, 0x7d, 0x78), rgb(0xc9, 0x93, 0x3c)] as const;

/** Width of one shop in the facade, picture heights. */
const BAY = 0.3;

/** Metres, with a grown person of 1.7 m. */
const SLAB_WIDTH = 0.9;
const SLAB_DEPTH = 0.6;
const BAND_EVERY = 4.5;
const MEDALLION = { north: 10.2, radius: 2.3 };
/** Focal length of the camera that sees the paving, picture heights. */
const FOCAL_LENGTH = 1.3;

/** Paints what lies flat or behind everything: the paving and the facade. */
export function paintPlaza(canvas: Canvas): void {
  const { width, height } = canvas;
  // Large pictures have pixels to spare; small ones need the joints smoothed.
  const samples = height > 720 ? 1 : 2;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (let i = 0; i < samples * samples; i++) {
        const dx = ((i % samples) + 0.5) / samples;
        const dy = (Math.floor(i / samples) + 0.5) / samples;
        sum += colourAt((column + dx - width / 2) / height, (row + dy) / height).y;
      }
      const grain = (scramble(row * 8191 + column) % 5) - 2;
      canvas.y[row * width + column] = sum / (samples * samples) + grain;
    }
  }
  for (let row = 0; row < height / 2; row++) {
    for (let column = 0; column < width / 2; column++) {
      const colour = colourAt((2 * column + 1 - width / 2) / height, (2 * row + 1) / height);
      canvas.u[(row * width) / 2 + column] = colour.u;
      canvas.v[(row * width) / 2 + column] = colour.v;
    }
  }
}

/** @param x picture heights to the right of the middle */
function colourAt(x: number, y: number): Colour {
  return y < PLAZA_TOP ? facade(x, y) : paving(x, y);
}

function paving(x: number, y: number): Colour {
  const metre = bodyHeightAt(y) / 1.7;
  const east = x / metre;
  const north = FOCAL_LENGTH / metre;
  const kerb = y < PLAZA_TOP + 0.012 ? 0.82 : 1;
  const worn = 0.97 + 0.06 * smoothNoise(east * 0.7, north * 0.7);
  const dx = east;
  const dy = north - MEDALLION.north;
  const radius = Math.sqrt(dx * dx + dy * dy) / MEDALLION.radius;
  if (radius < 1) return shade(medallion(radius), worn);
  const slab = slabs(east, north);
  return shade(isBand(east) || isBand(north) ? BAND : SLAB, kerb * worn * slab);
}

/** Distance to the nearest line of darker stone, which run both ways. */
function isBand(metres: number): boolean {
  const to = metres / BAND_EVERY + 0.5;
  return Math.abs(to - Math.floor(to) - 0.5) * BAND_EVERY < 0.3;
}

function slabs(east: number, north: number): number {
  const row = Math.floor(north / SLAB_DEPTH);
  const along = east / SLAB_WIDTH + (row % 2) / 2;
  const slab = Math.floor(along);
  const joint = north / SLAB_DEPTH - row < 0.06 || along - slab < 0.035;
  return joint ? 0.84 : 0.95 + 0.08 * unit(row * 977 + slab);
}

function medallion(radius: number): Colour {
  const ring = Math.floor(radius * 7);
  const joint = radius * 7 - ring < 0.09 ? 0.86 : 1;
  return shade(ring === 6 || ring === 3 || ring === 0 ? BAND : SLAB, joint);
}

function facade(x: number, y: number): Colour {
  const bay = Math.floor(x / BAY + 0.5);
  const across = x / BAY + 0.5 - bay;
  if (y > PLAZA_TOP - 0.022) return shade(PLINTH, y > PLAZA_TOP - 0.005 ? 0.72 : 1);
  if (across < 0.1 || across > 0.9) return pilaster(across, y);
  const scallop = 0.005 * Math.abs(wave(across * 5));
  if (y > 0.038 && y < 0.078 + scallop) return awning(bay, across, y);
  if (y < 0.032) return shade(WALL, y > 0.028 ? 0.8 : 0.93);
  return shopWindow(across, y);
}

function pilaster(across: number, y: number): Colour {
  const edge = Math.min(Math.abs(across - 0.1), Math.abs(across - 0.9)) < 0.012;
  const course = (y * 40) % 1 < 0.08 ? 0.92 : 1;
  return shade(WALL, (edge ? 0.82 : 1) * course);
}

function awning(bay: number, across: number, y: number): Colour {
  const cloth = AWNINGS[((bay % AWNINGS.length) + AWNINGS.length) % AWNINGS.length]!;
  const stripe = Math.floor(across * 10) % 2 === 0 ? cloth : CREAM;
  return shade(stripe, y > 0.072 ? 0.82 : 1.06 - (y - 0.038) * 4);
}

function shopWindow(across: number, y: number): Colour {
  const pane = (across * 2.5) % 1;
  if (pane < 0.05 || across < 0.13 || across > 0.87 || y > 0.17) return FRAME;
  const underAwning = y < 0.098 ? 0.7 : 1;
  const reflection = (across * 1.5 + y * 3) % 0.6 < 0.14 ? 1.25 : 1;
  return shade(GLASS, underAwning * reflection * (0.85 + (y - 0.08) * 3));
}

/** 0..1, smooth, one bump per unit. */
function smoothNoise(x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const corner = (dx: number, dy: number): number => unit((row + dy) * 5167 + column + dx);
  const mix = (a: number, b: number, t: number): number => a + (b - a) * t * t * (3 - 2 * t);
  const upper = mix(corner(0, 0), corner(1, 0), x - column);
  return mix(upper, mix(corner(0, 1), corner(1, 1), x - column), y - row);
}

/** A hash between 0 and 1. */
function unit(value: number): number {
  return scramble(value) / 2 ** 32;
}
