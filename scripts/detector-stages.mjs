// Draws the picture of the crowd detector's README: what each stage makes of one moment of the demo crowd.
import { CrowdDetector, DEFAULT_CONFIG, MASK_FAST } from '@crowdlens/crowd-detector';
import { createPicture, DemoCrowd } from '@crowdlens/demo-crowd';
import { chromium } from 'playwright-core';
import { ensureChromium } from './chromium.mjs';

const WIDTH = 320;
const HEIGHT = 240;
const FPS = 25;
/** By then some people stand and others walk. */
const SECONDS = 22;
const REGION = [
  { x: 0.06, y: 0.2 },
  { x: 0.94, y: 0.2 },
  { x: 0.97, y: 0.97 },
  { x: 0.03, y: 0.97 },
];
const RED = [235, 40, 40];
const BLUE = [40, 80, 245];

const crowd = new DemoCrowd({ width: WIDTH, height: HEIGHT, frameRate: FPS, seed: 1 });
const input = createPicture(WIDTH, HEIGHT);
const detector = new CrowdDetector({
  regions: [{ id: 'plaza', points: REGION, config: DEFAULT_CONFIG }],
});
let analysis;
while (crowd.frameIndex < SECONDS * FPS) {
  const timestampMs = (crowd.frameIndex * 1000) / FPS;
  crowd.next(input);
  const { y: data, strideY: stride, u, v, strideUV } = input;
  const chroma = { u, v, stride: strideUV };
  analysis = detector.process({ data, width: WIDTH, height: HEIGHT, stride, chroma, timestampMs });
}
const { picture, background, difference, people, moving } = detector.inspect();
const mask = analysis.mask.data;

const greyAt = (plane) => (i) => [plane[i], plane[i], plane[i]];
const verdict = (i) => (mask[i] === MASK_FAST ? BLUE : RED);
const mixed = (colour, paint, share) => colour.map((part, k) => part + (paint[k] - part) * share);

const panels = [
  { title: 'Input', colour: inputColour },
  { title: '1, 2  Background', colour: greyAt(background) },
  { title: '3  Difference', colour: (i) => Array(3).fill(128 + 1.5 * difference[i]) },
  { title: '3  Mask', colour: (i) => Array(3).fill(people[i] * 255) },
  {
    title: '4  Movement',
    colour: (i) =>
      people[i] ? (moving[i] ? BLUE : RED) : greyAt(picture)(i).map((grey) => 60 + grey / 3),
  },
  {
    title: 'Overlay',
    colour: (i, inRegion) =>
      mask[i] && inRegion ? mixed(inputColour(i), verdict(i), 0.45) : inputColour(i),
    border: true,
  },
].map(({ title, colour, border }) => ({ title, border, rgba: base64(colour) }));
detector.close();

const browser = await chromium.launch({
  executablePath: ensureChromium(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const page = await browser.newPage({ viewport: { width: 3 * WIDTH + 16, height: 540 } });
  await page.setContent(`<style>
    body { margin: 4px; display: grid; grid-template-columns: repeat(3, auto); gap: 4px; font: 13px sans-serif }
    figure { margin: 0 } canvas { display: block } figcaption { padding: 3px 2px }
  </style>`);
  await page.evaluate(draw, { panels, width: WIDTH, height: HEIGHT, region: REGION });
  await page.locator('body').screenshot({
    path: 'packages/crowd-detector/stages.jpg',
    type: 'jpeg',
    quality: 80,
  });
} finally {
  await browser.close();
}

/** ITU-R BT.601, limited range. */
function inputColour(i) {
  const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
  const luma = 1.164 * (input.y[y * input.strideY + x] - 16);
  const chroma = (y >> 1) * input.strideUV + (x >> 1);
  const [u, v] = [input.u[chroma] - 128, input.v[chroma] - 128];
  return [luma + 1.596 * v, luma - 0.392 * u - 0.813 * v, luma + 2.017 * u];
}

function base64(colourAt) {
  const rgba = new Uint8ClampedArray(WIDTH * HEIGHT * 4);
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    rgba.set([...colourAt(i, isInRegion(i)), 255], 4 * i);
  }
  return Buffer.from(rgba.buffer).toString('base64');
}

/** The region is convex and runs clockwise. */
function isInRegion(i) {
  const [x, y] = [(i % WIDTH) / WIDTH, Math.floor(i / WIDTH) / HEIGHT];
  return REGION.every((from, k) => {
    const to = REGION[(k + 1) % REGION.length];
    return (to.x - from.x) * (y - from.y) >= (to.y - from.y) * (x - from.x);
  });
}

/** In the page: one canvas with a title for each panel. */
function draw({ panels, width, height, region }) {
  for (const { title, rgba, border } of panels) {
    const figure = document.createElement('figure');
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const caption = document.createElement('figcaption');
    caption.textContent = title;
    figure.append(canvas, caption);
    document.body.append(figure);
    const context = canvas.getContext('2d');
    const bytes = Uint8ClampedArray.from(atob(rgba), (letter) => letter.charCodeAt(0));
    context.putImageData(new ImageData(bytes, width, height), 0, 0);
    if (!border) continue;
    context.beginPath();
    for (const { x, y } of region) context.lineTo(x * width, y * height);
    context.closePath();
    context.strokeStyle = 'white';
    context.stroke();
  }
}
