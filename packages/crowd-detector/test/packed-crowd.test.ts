import { CrowdDetector, DEFAULT_CONFIG } from '@crowdlens/crowd-detector';
import { createPicture, DemoCrowd } from '@crowdlens/demo-crowd';
import { expect, test } from 'vitest';

const [WIDTH, HEIGHT, FPS, SECONDS] = [320, 240, 5, 6];
/** The plaza without the facade behind it. */
const PLAZA = [
  { x: 0, y: 0.3 },
  { x: 1, y: 0.3 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
];

test('a crowd that fills the region from the first picture on and jostles on the spot is seen', () => {
  const crowd = new DemoCrowd({ width: WIDTH, height: HEIGHT, frameRate: FPS, packed: true });
  const picture = createPicture(WIDTH, HEIGHT);
  const { y: data, strideY: stride, u, v, strideUV } = picture;
  const frame = { data, width: WIDTH, height: HEIGHT, stride, chroma: { u, v, stride: strideUV } };
  const detector = new CrowdDetector({
    regions: [{ id: 'plaza', points: PLAZA, config: DEFAULT_CONFIG }],
  });
  const analyses = Array.from({ length: SECONDS * FPS }, (_, i) => {
    crowd.next(picture);
    return detector.process({ ...frame, timestampMs: (1000 * i) / FPS });
  });
  detector.close();
  expect(analyses.slice(0, FPS).flatMap(({ events }) => events)).toEqual([]);
  const late = analyses.slice(4 * FPS).map(({ regions }) => regions[0]!.occupancy);
  expect(Math.min(...late)).toBeGreaterThan(85);
});
