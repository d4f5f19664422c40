// Measures what the crowd detector costs, on the demo crowd, and prints one JSON object.
// usage: node --expose-gc bench/detector.mjs [FRAMES]      (frames per measurement, default 150)
import { arch, cpus, loadavg } from 'node:os';
import { CrowdDetector, DEFAULT_CONFIG } from '@crowdlens/crowd-detector';
import { DemoCrowd } from '@crowdlens/demo-crowd';

const FRAME_RATE = 25;
const WARM_UP = 50;
const frames = Number(process.argv[2] ?? 150);

/** Luma of the demo crowd from its fourth second on, when it is dense. */
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
  return Array.from({ length: WARM_UP + frames }, () => {
    crowd.next(picture);
    return picture.y.slice();
  });
}

/** Vertical stripes that overlap by half, `count` of them. */
function regions(count, sendOpticalFlowEvent) {
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

/** CPU milliseconds per frame of one thread, and the bytes of one detector. */
function measure(lumas, width, height, { direction, regionCount = 1, processingWidth = 320 }) {
  // Buffers are freed a turn of the collector after their owners.
  globalThis.gc?.();
  globalThis.gc?.();
  const before = process.memoryUsage().arrayBuffers;
  const detector = new CrowdDetector({
    regions: regions(regionCount, direction),
    processingWidth,
  });
  const times = lumas.map((data, i) => {
    const start = process.cpuUsage();
    detector.process({ data, width, height, stride: width, timestampMs: (1000 * i) / FRAME_RATE });
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  globalThis.gc?.();
  const memoryBytes = process.memoryUsage().arrayBuffers - before;
  detector.close();
  const sorted = times.slice(WARM_UP).sort((a, b) => a - b);
  const round = (value) => Math.round(value * 100) / 100;
  return {
    cpuMsMean: round(sorted.reduce((sum, time) => sum + time, 0) / sorted.length),
    cpuMsMedian: round(sorted[Math.floor(sorted.length / 2)]),
    cpuMsBest: round(sorted[0]),
    memoryMegabytes: round(memoryBytes / 1e6),
  };
}

const result = {
  machine: { cpu: cpus()[0]?.model, cores: cpus().length, arch: arch(), load: loadavg()[0] },
  node: process.version,
  frames,
  bySize: {},
  byRegions: {},
  byProcessingWidth: {},
};

let vga;
for (const [width, height] of [
  [640, 480],
  [768, 576],
  [1280, 720],
]) {
  const lumas = record(width, height);
  vga ??= lumas;
  result.bySize[`${width}x${height}`] = {
    withDirection: measure(lumas, width, height, { direction: true }),
    withoutDirection: measure(lumas, width, height, { direction: false }),
  };
}
for (const regionCount of [1, 4, 16])
  result.byRegions[regionCount] = measure(vga, 640, 480, { direction: true, regionCount });
for (const processingWidth of [160, 320, 640])
  result.byProcessingWidth[processingWidth] = measure(vga, 640, 480, {
    direction: true,
    processingWidth,
  });
console.log(JSON.stringify(result, null, 2));
