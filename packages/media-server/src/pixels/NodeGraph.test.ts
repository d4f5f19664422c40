import { DEFAULT_CONFIG } from '@crowdlens/crowd-detector';
import type { RegionOfInterest } from '@crowdlens/crowd-detector';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EncodedVideoFrame, VideoCodecName } from '../frames.js';
import { Backlog } from './Backlog.js';
import { Picture } from './codec/Picture.js';
import { VideoDecoder } from './codec/VideoDecoder.js';
import { VideoEncoder } from './codec/VideoEncoder.js';
import { NodeGraph } from './NodeGraph.js';
import type { NodeEvents, NodeId } from './types.js';

const FRAME_US = 40_000;
const REGION: RegionOfInterest = {
  id: 'all',
  points: [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 1, y: 1 },
    { x: 0, y: 1 },
  ],
  config: DEFAULT_CONFIG,
};
const CROWD = { regions: [REGION], processingWidth: 160 };

let graph: NodeGraph;
let events: { name: keyof NodeEvents; node: NodeId; value: unknown }[];
let failures: { node: NodeId; error: unknown }[];
let isCongested: boolean;
let waiting: Backlog;

beforeEach(() => {
  events = [];
  failures = [];
  isCongested = false;
  waiting = new Backlog();
  graph = new NodeGraph({
    report: (name, ...[node, value]) => events.push({ name, node, value }),
    reportFailure: (node, error) => failures.push({ node, error }),
    isCongested: () => isCongested,
  });
});

afterEach(() => graph.close());

/** What a camera sends: a bright square on grey that moves to the right. */
function camera(
  count: number,
  { width = 320, height = 240, firstIndex = 0 } = {},
): EncodedVideoFrame[] {
  const encoder = new VideoEncoder({
    codec: 'VP8',
    width,
    height,
    bitrate: 500_000,
    frameRate: 25,
  });
  const frames = Array.from({ length: count }, (_, at) => {
    const index = firstIndex + at;
    const picture = Picture.allocate(width, height, 1_000_000 + index * FRAME_US);
    const { y, u, v, strideY } = picture.planes();
    y.fill(100);
    u.fill(128);
    v.fill(128);
    const left = 20 + ((index * 2) % (width / 2));
    for (let row = 40; row < 100; row++)
      y.fill(200, row * strideY + left, row * strideY + left + 40);
    const frame = encoder.encode(picture, false);
    picture.close();
    return frame;
  });
  encoder.close();
  return frames;
}

function send(frames: readonly EncodedVideoFrame[], decoder = 'decoder'): void {
  for (const frame of frames) {
    waiting.enter();
    graph.decode(decoder, frame);
  }
}

function encoded(encoder = 'encoder'): EncodedVideoFrame[] {
  return events
    .filter(({ name, node }) => name === 'encoded' && node === encoder)
    .map(({ value }) => value as EncodedVideoFrame);
}

function keyIndices(encoder = 'encoder'): number[] {
  return encoded(encoder).flatMap(({ key }, index) => (key ? [index] : []));
}

/** decoder -> crowd -> encoder */
function build(codec: VideoCodecName = 'VP8'): void {
  graph.addDecoder('decoder', 'VP8', waiting.memory);
  graph.addCrowd('crowd', CROWD);
  graph.addEncoder('encoder', { codec, maxBitrate: 2_000_000 });
  graph.setUpstream('crowd', 'decoder');
  graph.setUpstream('encoder', 'crowd');
}

/** Decodes all frames in sequence. @returns The brightness of the pixel in the middle of the upper edge. */
function decodeAll(frames: readonly EncodedVideoFrame[], codec: VideoCodecName = 'VP8'): number[] {
  const decoder = VideoDecoder.live(codec);
  const values = frames.flatMap((frame) => {
    const pictures = decoder.decode(frame);
    expect(pictures).toHaveLength(1);
    return pictures.map((picture) => {
      const { y, strideY } = picture.planes();
      const value = y[20 * strideY + 160]!;
      picture.close();
      return value;
    });
  });
  decoder.close();
  return values;
}

describe('an encoder', () => {
  it.each(['VP8', 'H264'] as const)('makes one %s frame of each picture', (codec) => {
    build(codec);
    send(camera(30));
    expect(encoded().map(({ timestampUs }) => timestampUs)).toEqual(
      Array.from({ length: 30 }, (_, index) => 1_000_000 + index * FRAME_US),
    );
    expect(keyIndices()).toEqual([0]);
    expect(decodeAll(encoded(), codec).every((value) => Math.abs(value - 100) < 8)).toBe(true);
  });

  it('makes a key frame on demand, at most one in 300 ms, and keeps a later request', () => {
    build();
    const frames = camera(40);
    send(frames.slice(0, 10));
    graph.requestKeyFrame('encoder');
    send(frames.slice(10, 11));
    graph.requestKeyFrame('encoder');
    graph.requestKeyFrame('encoder');
    send(frames.slice(11));
    expect(keyIndices()).toEqual([0, 10, 18]);
  });

  it('begins anew when the pictures change their size', () => {
    build();
    send(camera(5));
    send(camera(5, { width: 640, height: 480, firstIndex: 5 }));
    expect(keyIndices()).toEqual([0, 5]);
    const sizes = events.filter(({ name, node }) => name === 'format' && node === 'encoder');
    expect(sizes.map(({ value }) => value)).toEqual([
      { width: 320, height: 240 },
      { width: 640, height: 480 },
    ]);
  });

  it('follows the rate of the input', () => {
    build();
    const frames = camera(200);
    send(frames.slice(0, 100));
    graph.setEncoderTarget('encoder', { inputBitrate: 100_000, maxBitrate: 2_000_000 });
    send(frames.slice(100));
    expect(keyIndices()).toEqual([0, 100]);
  });

  it('encodes no more pictures a second than it may', () => {
    build();
    graph.setEncoderTarget('encoder', { maxBitrate: 2_000_000, maxFrameRate: 12.5 });
    send(camera(50));
    expect(encoded()).toHaveLength(25);
    decodeAll(encoded());
  });

  it('drops pictures before they are encoded while the main thread is behind', () => {
    build();
    const frames = camera(20);
    send(frames.slice(0, 5));
    isCongested = true;
    send(frames.slice(5, 15));
    isCongested = false;
    send(frames.slice(15));
    expect(encoded()).toHaveLength(10);
    expect(keyIndices()).toEqual([0]);
    decodeAll(encoded());
    expect(graph.stats()['encoder']?.framesDropped).toBe(10);
  });
});

describe('rewiring', () => {
  it('puts another crowd node in place of the first without a key frame', () => {
    build();
    const frames = camera(60);
    send(frames.slice(0, 30));
    graph.addCrowd('successor', { ...CROWD, takeOverFrom: 'crowd' });
    graph.setUpstream('successor', 'decoder');
    graph.setUpstream('encoder', 'successor');
    graph.remove('crowd');
    send(frames.slice(30));
    expect(encoded()).toHaveLength(60);
    expect(keyIndices()).toEqual([0]);
    decodeAll(encoded());
    const reporters = events.filter(({ name }) => name === 'crowd').map(({ node }) => node);
    expect(reporters).toEqual([...Array(30).fill('crowd'), ...Array(30).fill('successor')]);
    expect(failures).toEqual([]);
  });

  it('leaves a node silent whose upstream is removed', () => {
    build();
    const frames = camera(20);
    send(frames.slice(0, 10));
    graph.remove('crowd');
    send(frames.slice(10));
    expect(encoded()).toHaveLength(10);
    expect(graph.stats()['encoder']?.upstream).toBeUndefined();
  });

  it('refuses a circle', () => {
    graph.addCrowd('a', CROWD);
    graph.addCrowd('b', CROWD);
    graph.setUpstream('b', 'a');
    expect(() => graph.setUpstream('a', 'b')).toThrow(
      expect.objectContaining({ code: 'BAD_CONNECTION' }),
    );
  });

  it('lets ten nodes share one decoder, and draws for none of the others', () => {
    build();
    for (let index = 0; index < 10; index++) {
      graph.addCrowd(`crowd${index}`, CROWD);
      graph.setUpstream(`crowd${index}`, 'decoder');
    }
    graph.addEncoder('plain', { codec: 'VP8', maxBitrate: 2_000_000 });
    graph.setUpstream('plain', 'decoder');
    send(camera(10));
    const corner = (frames: readonly EncodedVideoFrame[]) => {
      const decoder = VideoDecoder.live('VP8');
      const pictures = frames.flatMap((frame) => decoder.decode(frame));
      const value = pictures.at(-1)!.planes().y[0]!;
      for (const picture of pictures) picture.close();
      decoder.close();
      return value;
    };
    // The region's white line runs along the picture's edge.
    expect(corner(encoded('encoder'))).toBeGreaterThan(180);
    expect(corner(encoded('plain'))).toBeLessThan(110);
    expect(graph.stats()['decoder']).toMatchObject({ framesIn: 10, framesOut: 10 });
  });
});

describe('an encoder of small pictures', () => {
  it('gives half the size or less of the same pictures, for fewer bits', () => {
    build();
    graph.addEncoder('small', { codec: 'VP8', isSmall: true, maxBitrate: 2_000_000 });
    graph.setUpstream('small', 'decoder');
    send(camera(10, { width: 800, height: 450 }));
    expect(graph.stats()['small']).toMatchObject({ width: 320, height: 180, framesOut: 10 });
    send(camera(10, { firstIndex: 10 }));
    expect(graph.stats()['small']).toMatchObject({ width: 160, height: 120, framesOut: 20 });
    const decoder = VideoDecoder.live('VP8');
    for (const frame of encoded('small')) {
      const [picture] = decoder.decode(frame);
      const { y, strideY } = picture!.planes();
      expect(Math.abs(y[5 * strideY]! - 100)).toBeLessThan(8);
      picture!.close();
    }
    decoder.close();
  });
});

describe('a decoder', () => {
  it('waits for a key frame and asks for it', () => {
    build();
    const frames = camera(10);
    send(frames.slice(1));
    expect(encoded()).toEqual([]);
    expect(events.filter(({ name }) => name === 'keyFrameNeeded')).toHaveLength(9);
    send(camera(5, { firstIndex: 10 }));
    expect(encoded()).toHaveLength(5);
  });

  it('asks for a key frame after damage, and nothing else suffers', () => {
    build();
    send(camera(10));
    const [broken] = camera(1, { firstIndex: 10 });
    send([{ ...broken!, data: broken!.data.slice(0, 12) }]);
    send([{ ...broken!, data: new Uint8Array(0) }]);
    expect(events.some(({ name }) => name === 'keyFrameNeeded')).toBe(true);
    send(camera(10, { firstIndex: 20 }));
    expect(failures).toEqual([]);
    expect(encoded().length).toBeGreaterThanOrEqual(20);
  });

  it.each([
    ['every other picture while some newer ones wait', 6, [1, 3, 4, 5]],
    ['all pictures while many wait', 14, [5, 7, 9, 11, 12, 13]],
  ])('lets %s go no further, but decodes them', (_, count, passed) => {
    build();
    const frames = camera(count);
    for (const _frame of frames) waiting.enter();
    for (const frame of frames) graph.decode('decoder', frame);
    const indices = encoded().map(({ timestampUs }) => (timestampUs - 1_000_000) / FRAME_US);
    expect(indices).toEqual(passed);
    expect(graph.stats()['decoder']).toMatchObject({
      framesIn: count,
      framesDropped: count - passed.length,
    });
  });
});

it('drops a node that fails, and the others go on', () => {
  build();
  graph.addEncoder('hopeless', { codec: 'VP8', maxBitrate: Number.NaN });
  graph.setUpstream('hopeless', 'crowd');
  send(camera(5));
  expect(failures.map(({ node }) => node)).toEqual(['hopeless']);
  expect(Object.keys(graph.stats())).not.toContain('hopeless');
  expect(encoded()).toHaveLength(5);
});

it('refuses a second node of the same name', () => {
  graph.addCrowd('a', CROWD);
  expect(() => graph.addCrowd('a', CROWD)).toThrow(expect.objectContaining({ code: 'BAD_NODE' }));
});

it('reports the crowd of each picture', () => {
  build();
  send(camera(3));
  const reports = events.filter(({ name }) => name === 'crowd').map(({ value }) => value);
  expect(reports).toHaveLength(3);
  expect(reports[0]).toMatchObject({ timestampMs: 1000, regions: [{ regionId: 'all' }] });
  expect(reports[0]).not.toHaveProperty('mask');
});
