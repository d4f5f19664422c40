// Measures what the crowd detector costs, on the demo crowd, and prints one JSON object.
// usage: node --expose-gc bench/detector.mjs [ROUNDS]      (default 5)
//
// Every round measures everything once, so that other load on the machine falls on all alike;
// `median` is that of the rounds' medians, `least` the smallest of them.
import { arch, cpus, loadavg } from 'node:os';
import { CrowdDetector, DEFAULT_CONFIG } from '@crowdlens/crowd-detector';
import { DemoCrowd } from '@crowdlens/demo-crowd';

const FRAME_RATE = 25;
const WARM_UP = 50;
/** Frames after which the compiler has done its work, whose results would look like growth. */
const COMPILED = 2500;
const STEADY_FRAMES = 2000;
const FRAMES = 150;
const rounds = Number(process.argv[2] ?? 5);

const round = (value) => Math.round(value * 100) / 100;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** The demo crowd's first seconds, in which it becomes dense, in I420. */
function record(width, height) {
  const crowd = new DemoCrowd({ width, height, frameRate: FRAME_RATE, seed: 1 });
  const [halfWidth, halfHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const picture = {
    width,
    height,
    y: new Uint8Array(width * height),
    u: new Uint8Array(halfWidth * halfHeight),
    v: new Uint8Array(halfWidth * halfHeight),
    strideY: width,
    strideUV: halfWidth,
  };
  const frames = Array.from({ length: WARM_UP + FRAMES }, () => {
    crowd.next(picture);
    const chroma = { u: picture.u.slice(), v: picture.v.slice(), stride: halfWidth };
    return { data: picture.y.slice(), width, height, stride: width, chroma };
  });
  return { width, height, frames };
}

/** Vertical stripes that overlap by half, `count` of them. */
function stripes(count, sendOpticalFlowEvent) {
  const step = 1 / (count + 1);
  return Array.from({ length: count }, (_, i) => ({
    id: `region-${i}`,
    points: [
      { x: i * step, y: 0 },
      { x: (i + 2) * step, y: 0 },
      { x: (i + 2) * step, y: 1 },
      { x: i * step, y: 1 },
    ],
    config: { ...DEFAULT_CONFIG, sendOpticalFlowEvent },
  }));
}

function detectorFor({ direction = true, regions = 1, processingWidth = 320 }) {
  return new CrowdDetector({ regions: stripes(regions, direction), processingWidth });
}

/** Shows a detector the nth picture of a clip that goes forth and back without end. */
function show(detector, { frames }, n, isGrey = false) {
  const turn = n % (2 * frames.length - 2);
  const frame = frames[turn < frames.length ? turn : 2 * frames.length - 2 - turn];
  const timestampMs = (1000 * n) / FRAME_RATE;
  const chroma = isGrey ? undefined : frame.chroma;
  return detector.process({ ...frame, chroma, timestampMs });
}

/** Median CPU milliseconds per frame of a new detector. */
function measureCpu({ clip, isGrey, ...options }) {
  const detector = detectorFor(options);
  const times = Array.from({ length: WARM_UP + FRAMES }, (_, n) => {
    const start = process.cpuUsage();
    show(detector, clip, n, isGrey);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  detector.close();
  return median(times.slice(WARM_UP));
}

/** Bytes in use, those of typed arrays and of WebAssembly memory included. */
function bytesInUse() {
  // Buffers are freed a turn of the collector after their owners.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Megabytes that one detector holds. */
function measureMemory(clip, processingWidth) {
  const before = bytesInUse();
  const detector = detectorFor({ processingWidth });
  show(detector, clip, 0);
  const after = bytesInUse();
  detector.close();
  return round((after - before) / 1e6);
}

/** Bytes per frame by which memory grows while a detector works. */
function measureGrowth(clip) {
  const detector = detectorFor({});
  for (let n = 0; n < COMPILED; n++) show(detector, clip, n);
  const before = bytesInUse();
  for (let n = COMPILED; n < COMPILED + STEADY_FRAMES; n++) show(detector, clip, n);
  const after = bytesInUse();
  detector.close();
  return round((after - before) / STEADY_FRAMES);
}

const clips = [
  [640, 480],
  [768, 576],
  [1280, 720],
].map(([width, height]) => record(width, height));
const vga = clips[0];

/** What is measured, by the path of its name in the result. */
const cases = [];
for (const clip of clips)
  for (const direction of [false, true]) {
    const name = direction ? 'withDirection' : 'withoutDirection';
    cases.push([['bySize', `${clip.width}x${clip.height}`, name], { clip, direction }]);
  }
for (const isGrey of [false, true])
  cases.push([['byColour', isGrey ? 'grey' : 'colour'], { clip: vga, isGrey, direction: false }]);
for (const regions of [1, 4, 16]) cases.push([['byRegions', regions], { clip: vga, regions }]);
for (const processingWidth of [160, 320, 640])
  cases.push([['byProcessingWidth', processingWidth], { clip: vga, processingWidth }]);

const loadBefore = loadavg()[0];
const measured = cases.map(() => []);
for (let i = 0; i < rounds; i++)
  cases.forEach(([, options], k) => measured[k].push(measureCpu(options)));

const cpuMsPerFrame = {};
cases.forEach(([path], k) => {
  const last = path.at(-1);
  let place = cpuMsPerFrame;
  for (const name of path.slice(0, -1)) place = place[name] ??= {};
  place[last] = { median: round(median(measured[k])), least: round(Math.min(...measured[k])) };
});
const megabytesByProcessingWidth = {};
for (const processingWidth of [160, 320, 640])
  megabytesByProcessingWidth[processingWidth] = measureMemory(vga, processingWidth);

console.log(
  JSON.stringify(
    {
      machine: {
        cpu: cpus()[0]?.model,
        cores: cpus().length,
        arch: arch(),
        load: [loadBefore, loadavg()[0]].map(round),
      },
      node: process.version,
      rounds,
      cpuMsPerFrame,
      megabytesByProcessingWidth,
      growthBytesPerFrame: measureGrowth(vga),
    },
    null,
    2,
  ),
);
