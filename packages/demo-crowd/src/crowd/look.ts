import type { Random } from '../random.js';
import { rgb, type Colour } from '../paint/colour.js';

/** How one person looks. Lengths are relative to the body height of a grown person. */
export interface Look {
  readonly stature: number;
  /** Width of the trunk, 1 = slim. */
  readonly build: number;
  readonly skin: Colour;
  readonly hair: Colour;
  readonly top: Colour;
  readonly bottom: Colour;
  readonly shoes: Colour;
  readonly accent: Colour;
  readonly cut: 'trousers' | 'shorts' | 'skirt' | 'coat';
  readonly hairstyle: 'short' | 'long' | 'bald' | 'cap';
  readonly bag: 'none' | 'backpack' | 'shoulder';
  readonly striped: boolean;
  /** What the arms do while standing. */
  readonly idle: 'relaxed' | 'phone' | 'crossed';
}

type Palette = readonly [Colour, ...Colour[]];

// Clothes keep away from the brightness of the paving, as a good illustrator would do.
const TOPS: Palette = [
  rgb(0xb8, 0x3a, 0x36),
  rgb(0x25, 0x5f, 0x85),
  rgb(0x2f, 0x6b, 0x4f),
  rgb(0xf4, 0xf1, 0xe8),
  rgb(0x3a, 0x3f, 0x4b),
  rgb(0xd0, 0x7a, 0x1f),
  rgb(0x6b, 0x45, 0x7c),
  rgb(0x1f, 0x2f, 0x55),
  rgb(0x8a, 0x5a, 0x3c),
  rgb(0x0f, 0x76, 0x7a),
  rgb(0x9c, 0x2c, 0x5a),
  rgb(0xf2, 0xd0, 0x4e),
];
const BOTTOMS: Palette = [
  rgb(0x2b, 0x36, 0x50),
  rgb(0x3c, 0x4f, 0x73),
  rgb(0x2e, 0x2c, 0x2f),
  rgb(0x6a, 0x58, 0x44),
  rgb(0x4c, 0x50, 0x52),
  rgb(0x59, 0x34, 0x2f),
];
const SKINS: Palette = [
  rgb(0xf0, 0xc8, 0xa8),
  rgb(0xdf, 0xa9, 0x80),
  rgb(0xb9, 0x7e, 0x55),
  rgb(0x8a, 0x57, 0x38),
  rgb(0x5e, 0x3a, 0x28),
];
const HAIRS: Palette = [
  rgb(0x24, 0x1c, 0x1a),
  rgb(0x4a, 0x32, 0x22),
  rgb(0x7a, 0x52, 0x2f),
  rgb(0xc9, 0x9a, 0x55),
  rgb(0x8c, 0x8a, 0x88),
  rgb(0x8b, 0x3f, 0x22),
];
const SHOES: Palette = [rgb(0x22, 0x20, 0x22), rgb(0xe8, 0xe6, 0xe0), rgb(0x5a, 0x3d, 0x2a)];

/** Somebody new. */
export function randomLook(random: Random): Look {
  const child = random.chance(0.07);
  return {
    stature: child ? random.between(0.66, 0.8) : random.between(0.91, 1.06),
    build: random.between(0.95, 1.25),
    skin: random.pick(SKINS),
    hair: random.pick(HAIRS),
    top: random.pick(TOPS),
    bottom: random.pick(BOTTOMS),
    shoes: random.pick(SHOES),
    accent: random.pick(TOPS),
    cut: random.pick(['trousers', 'trousers', 'trousers', 'shorts', 'skirt', 'coat', 'coat']),
    hairstyle: random.pick(['short', 'short', 'short', 'long', 'long', 'bald', 'cap']),
    bag: random.pick(['none', 'none', 'backpack', 'shoulder']),
    striped: random.chance(0.2),
    idle: random.pick(['relaxed', 'relaxed', 'phone', 'crossed']),
  };
}
