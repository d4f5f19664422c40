import { on, once } from 'node:events';
import { DEFAULT_CONFIG } from '@crowdlens/crowd-detector';
import type { RegionOfInterest } from '@crowdlens/crowd-detector';
import { afterEach, expect, it } from 'vitest';
import { VideoDecoder } from '../dist/pixels/codec/VideoDecoder.js';
import { PixelWorker } from '../dist/pixels/PixelWorker.js';
import type { EncodedVideoFrame } from '../dist/frames.js';

const workers: PixelWorker[] = [];

async function startWorker(): Promise<PixelWorker> {
  const worker = await PixelWorker.create();
  workers.push(worker);
  return worker;
}

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.close()));
});

const REGION: RegionOfInterest = {
  id: 'plaza',
  points: [
    { x: 0.05, y: 0.3 },
    { x: 0.95, y: 0.3 },
    { x: 0.95, y: 0.95 },
    { x: 0.05, y: 0.95 },
  ],
  config: DEFAULT_CONFIG,
};

/** The next frames of one encoder. */
async function frames(
  worker: PixelWorker,
  encoder: string,
  count: number,
): Promise<EncodedVideoFrame[]> {
  const result: EncodedVideoFrame[] = [];
  for await (const [node, frame] of on(worker, 'encoded')) {
    if (node === encoder) result.push(frame as EncodedVideoFrame);
    if (result.length === count) break;
  }
  return result;
}

/** camera (demo) -> crowd -> relay -> encoder */
async function startPipeline(worker: PixelWorker, uri = 'demo:crowd'): Promise<void> {
  await worker.addPlayer('camera', uri);
  worker.addCrowd('crowd', { regions: [REGION], processingWidth: 320 });
  worker.addRelay('relay');
  worker.addEncoder('encoder', { codec: 'VP8', maxBitrate: 2_000_000 });
  worker.setUpstream('crowd', 'camera');
  worker.setUpstream('relay', 'crowd');
  worker.setUpstream('encoder', 'relay');
}

it('plays the demo through detector and encoder at 25 frames a second', async () => {
  const worker = await startWorker();
  await startPipeline(worker);
  const formats = once(worker, 'format');
  const crowd = once(worker, 'crowd');
  const collected = frames(worker, 'encoder', 50);
  worker.play('camera');
  const encoded = await collected;
  expect(encoded[0]?.key).toBe(true);
  expect(encoded.filter(({ key }) => key)).toHaveLength(1);
  const durationUs = encoded.at(-1)!.timestampUs - encoded[0]!.timestampUs;
  expect(durationUs).toBeGreaterThanOrEqual(49 * 40_000);
  expect(await formats).toEqual(['camera', { width: 640, height: 480 }]);
  const [node, report] = await crowd;
  expect(node).toBe('crowd');
  expect(report.regions[0].regionId).toBe('plaza');
  const decoder = VideoDecoder.live('VP8');
  for (const frame of encoded) {
    const pictures = decoder.decode(frame);
    expect(pictures).toHaveLength(1);
    pictures[0]?.close();
  }
  decoder.close();
  console.log(await worker.stats());
});
