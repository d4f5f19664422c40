import { CrowdDetector, DEFAULT_CONFIG } from '@crowdlens/crowd-detector';
import { createPicture, DemoCrowd, truthShare } from '@crowdlens/demo-crowd';
import { expect, test } from 'vitest';
import { openPage, untilFramesAdvance } from '../support/pages.js';
import { useCrowdlens } from '../support/useCrowdlens.js';

const run = useCrowdlens();

const SIZE = { width: 640, height: 480 };

test('without a camera, one click shows a moving picture and a crowd of medium level', async () => {
  const page = await openPage(run.browser, `${run.server.url}/present`);
  await page.getByText('No camera found').waitFor();
  await page.getByRole('button', { name: 'Use the demo crowd' }).click();
  await untilFramesAdvance(page, 25);
  await page
    .getByRole('log', { name: 'Crowd events' })
    .getByText(/Occupancy rose to medium/)
    .waitFor();
});

test.each([1, 2])('the detector sees the demo crowd of seed %i within 5 points', (seed) => {
  const crowd = new DemoCrowd({ ...SIZE, frameRate: 10, seed });
  const picture = createPicture(SIZE.width, SIZE.height);
  const corners = [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 1, y: 1 },
    { x: 0, y: 1 },
  ];
  const detector = new CrowdDetector({
    regions: [{ id: 'all', points: corners, config: DEFAULT_CONFIG }],
  });
  const errors: number[] = [];
  for (let frame = 0; frame < 250; frame++) {
    const truth = truthShare(crowd.next(picture).mask, SIZE.width, SIZE.height);
    const luma = { data: picture.y, ...SIZE, stride: picture.strideY, timestampMs: frame * 100 };
    const [all] = detector.process(luma).regions;
    errors.push(Math.abs(all!.occupancy - truth.occupancy));
  }
  expect(errors.reduce((sum, error) => sum + error) / errors.length).toBeLessThan(5);
});
