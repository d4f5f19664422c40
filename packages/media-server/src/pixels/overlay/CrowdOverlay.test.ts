import { DEFAULT_CONFIG, MASK_FAST, MASK_NONE, MASK_SLOW } from '@crowdlens/crowd-detector';
import type { CrowdMask, RegionOfInterest } from '@crowdlens/crowd-detector';
import { createPicture, DemoCrowd, TRUTH_MOVING, TRUTH_NOBODY } from '@crowdlens/demo-crowd';
import { describe, expect, it } from 'vitest';
import type { OverlayMode } from '../../overlayMode.js';
import type { Planes } from '../codec/Picture.js';
import { BLUE, GREY } from './colours.js';
import { CrowdOverlay } from './CrowdOverlay.js';

const LEFT_HALF: RegionOfInterest = {
  id: 'left',
  points: [
    { x: 0, y: 0 },
    { x: 0.5, y: 0 },
    { x: 0.5, y: 1 },
    { x: 0, y: 1 },
  ],
  config: DEFAULT_CONFIG,
};
const WIDTH = 640;
const HEIGHT = 480;
/** No line is thicker; pixels as far as this from the region's edge may be white. */
const LINE_REACH = 2;

function greyPicture(width = WIDTH, height = HEIGHT): Planes {
  const [columns, rows] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  return {
    width,
    height,
    y: new Uint8Array(width * height).fill(120),
    u: new Uint8Array(columns * rows).fill(128),
    v: new Uint8Array(columns * rows).fill(128),
    strideY: width,
    strideUV: columns,
  };
}

function maskOf(value: (x: number, y: number) => number, width = 320, height = 240): CrowdMask {
  const data = Uint8Array.from({ length: width * height }, (_, at) =>
    value(at % width, Math.floor(at / width)),
  );
  return { data, width, height };
}

function copyOf(picture: Planes): Planes {
  const { y, u, v } = picture;
  return { ...picture, y: y.slice(), u: u.slice(), v: v.slice() };
}

function isSame(a: Planes, b: Planes): boolean {
  const bytes = ({ y, u, v }: Planes) => Buffer.concat([y, u, v]);
  return bytes(a).equals(bytes(b));
}

/** The samples of some columns, row after row. */
function columnsFrom(from: number, plane: Uint8Array, stride: number, to = stride): Buffer {
  return Buffer.from(plane.filter((_, at) => at % stride >= from && at % stride < to));
}

function colourAt({ y, u, v, strideY, strideUV }: Planes, column: number, row: number) {
  const chroma = (row >> 1) * strideUV + (column >> 1);
  return { y: y[row * strideY + column]!, u: u[chroma]!, v: v[chroma]! };
}

describe('in a region', () => {
  it('mixes red over slow and blue over fast crowd, and leaves the rest', () => {
    const picture = greyPicture();
    const mask = maskOf((_, y) => (y < 80 ? MASK_SLOW : y < 160 ? MASK_FAST : MASK_NONE));
    new CrowdOverlay([LEFT_HALF], 'FULL').draw(picture, mask);
    const [slow, fast, nobody] = [100, 240, 400].map((row) => colourAt(picture, 160, row));
    expect(slow!.v).toBeGreaterThan(165);
    expect(slow!.u).toBeLessThan(120);
    expect(fast!.u).toBeGreaterThan(165);
    expect(fast!.v).toBeLessThan(128);
    expect(nobody).toEqual({ y: 120, u: 128, v: 128 });
  });

  it('lets people be seen through the colour', () => {
    const picture = greyPicture();
    picture.y.fill(40, 0, WIDTH * 100);
    picture.y.fill(200, WIDTH * 100);
    new CrowdOverlay([LEFT_HALF], 'FULL').draw(
      picture,
      maskOf(() => MASK_SLOW),
    );
    const contrast = colourAt(picture, 160, 300).y - colourAt(picture, 160, 50).y;
    expect(contrast).toBeGreaterThan(0.5 * 160);
    expect(contrast).toBeLessThan(0.6 * 160);
  });

  it('gives the colour a soft edge instead of the blocks of the mask', () => {
    const picture = greyPicture(1280, 960);
    const slanted = maskOf((x, y) => (x + y < 80 ? MASK_SLOW : MASK_NONE), 160, 120);
    new CrowdOverlay([LEFT_HALF], 'FULL').draw(picture, slanted);
    const row = picture.y.subarray(400 * 1280, 401 * 1280);
    expect(new Set(row.subarray(200, 260)).size).toBeGreaterThan(4);
  });
});

it('leaves every pixel outside the regions and their lines as it was', () => {
  const picture = createPicture(WIDTH, HEIGHT);
  new DemoCrowd({ width: WIDTH, height: HEIGHT, frameRate: 25 }).next(picture);
  const before = copyOf(picture);
  new CrowdOverlay([LEFT_HALF], 'FULL').draw(
    picture,
    maskOf(() => MASK_FAST),
  );
  const from = WIDTH / 2 + LINE_REACH;
  const kept = (plane: 'y' | 'u' | 'v', first: number, stride: number) =>
    columnsFrom(first, picture[plane], stride).equals(columnsFrom(first, before[plane], stride));
  expect(kept('y', from, WIDTH)).toBe(true);
  expect(kept('u', from / 2, WIDTH / 2)).toBe(true);
  expect(kept('v', from / 2, WIDTH / 2)).toBe(true);
  expect(kept('y', 0, WIDTH)).toBe(false);
});

it('draws a white line along the edge that grows with the picture', () => {
  const whiteColumns = (width: number, height: number) => {
    const picture = greyPicture(width, height);
    new CrowdOverlay([LEFT_HALF], 'FULL').draw(
      picture,
      maskOf(() => MASK_NONE),
    );
    const row = picture.y.subarray((height / 2) * width, (height / 2 + 1) * width);
    return row.subarray(10, width - 10).filter((value) => value > 200).length;
  };
  expect(whiteColumns(640, 480)).toBe(2);
  expect(whiteColumns(1280, 960)).toBe(4);
});

it('honours strides and odd sizes', () => {
  const tight = greyPicture(321, 241);
  const { y, u, v } = greyPicture(384, 241);
  const padded = { ...tight, y, u, v, strideY: 384, strideUV: 192 };
  const overlay = new CrowdOverlay([LEFT_HALF], 'FULL');
  const mask = maskOf((x) => (x % 40 < 20 ? MASK_SLOW : MASK_FAST));
  overlay.draw(tight, mask);
  overlay.draw(padded, mask);
  expect(columnsFrom(0, padded.y, 384, 321).equals(columnsFrom(0, tight.y, 321))).toBe(true);
  expect(new Set(columnsFrom(321, padded.y, 384))).toEqual(new Set([120]));
});

it('turns the people of the demo red where they stand and blue where they walk', () => {
  const picture = createPicture(WIDTH, HEIGHT);
  const crowd = new DemoCrowd({ width: WIDTH, height: HEIGHT, frameRate: 25 });
  let truth = crowd.next(picture);
  while (crowd.frameIndex < 100) truth = crowd.next(picture);
  const mask = maskOf((x, y) => {
    const kind = truth.mask[2 * y * WIDTH + 2 * x]!;
    if (kind === TRUTH_NOBODY) return MASK_NONE;
    return kind === TRUTH_MOVING ? MASK_FAST : MASK_SLOW;
  });
  const before = copyOf(picture);
  new CrowdOverlay([LEFT_HALF], 'FULL').draw(picture, mask);
  const shift = { [MASK_SLOW]: 0, [MASK_FAST]: 0 };
  for (let y = 4; y < 236; y++) {
    for (let x = 4; x < 155; x++) {
      const kind = mask.data[y * 320 + x]!;
      if (kind !== MASK_SLOW && kind !== MASK_FAST) continue;
      const at = y * (WIDTH / 2) + x;
      const [du, dv] = [picture.u[at]! - before.u[at]!, picture.v[at]! - before.v[at]!];
      shift[kind] += kind === MASK_SLOW ? dv - du : du - dv;
    }
  }
  expect(shift[MASK_SLOW]).toBeGreaterThan(0);
  expect(shift[MASK_FAST]).toBeGreaterThan(0);
});

describe('by its mode', () => {
  /** Somebody who walks across the border of the region, on a wall of fine stripes. */
  const mask = maskOf((x, y) => (x > 140 && x < 180 && y > 60 && y < 180 ? MASK_FAST : MASK_NONE));
  const stripes = () => {
    const picture = greyPicture();
    picture.y.forEach((_, at) => (picture.y[at] = at % 4 < 2 ? 60 : 180));
    return picture;
  };
  const drawn = (mode: OverlayMode, picture = stripes()) => {
    new CrowdOverlay([LEFT_HALF], mode).draw(picture, mask);
    return picture;
  };

  it('NONE changes nothing', () => {
    expect(isSame(drawn('NONE'), stripes())).toBe(true);
  });

  it('REGIONS_ONLY draws what FULL draws when nobody is there', () => {
    const nobody = stripes();
    new CrowdOverlay([LEFT_HALF], 'FULL').draw(
      nobody,
      maskOf(() => MASK_NONE),
    );
    expect(isSame(nobody, stripes())).toBe(false);
    expect(isSame(drawn('REGIONS_ONLY'), nobody)).toBe(true);
  });

  it('PRIVACY shows people flat, blue inside the region and grey outside', () => {
    const picture = drawn('PRIVACY');
    expect(colourAt(picture, 300, 240)).toEqual(BLUE);
    expect(colourAt(picture, 340, 240)).toEqual(GREY);
    expect(columnsFrom(290, picture.y, WIDTH, 310).subarray(20 * 150, 20 * 330)).toEqual(
      Buffer.alloc(20 * 180, BLUE.y),
    );
  });

  it('PRIVACY leaves nothing but a gentle change of shade where the detector sees nobody', () => {
    const { y } = drawn('PRIVACY');
    const unseen = columnsFrom(400, y, WIDTH);
    expect(Math.max(...unseen)).toBeLessThan(130);
    expect(Math.min(...unseen)).toBeGreaterThan(110);
  });
});
