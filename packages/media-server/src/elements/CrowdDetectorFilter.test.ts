import { expect, test } from 'vitest';
import { CrowdDetectorFilter } from './CrowdDetectorFilter.js';
import { startPipeline } from './media.test.support.js';

const config = {
  occupancyLevelMin: 10,
  occupancyLevelMed: 35,
  occupancyLevelMax: 65,
  occupancyNumFramesToEvent: 5,
  fluidityLevelMin: 10,
  fluidityLevelMed: 35,
  fluidityLevelMax: 65,
  fluidityNumFramesToEvent: 5,
  sendOpticalFlowEvent: false,
  opticalFlowNumFramesToEvent: 3,
  opticalFlowNumFramesToReset: 3,
  opticalFlowAngleOffset: 0,
};
const triangle = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
];
const door = { id: 'door', points: triangle, regionOfInterestConfig: config };

test('the detector’s events become Kurento’s, under both names of the region', async () => {
  const { media, context, mediaPipeline, raised } = await startPipeline();
  await CrowdDetectorFilter.create(context, { mediaPipeline, rois: [door] });
  const region = { regionId: 'door' };
  media.crowd.report({
    timestampMs: 0,
    regions: [],
    events: [
      { kind: 'occupancy', ...region, percentage: 50, level: 2, previousLevel: 0 },
      { kind: 'fluidity', ...region, percentage: 20, level: 1, previousLevel: 0 },
      { kind: 'direction', ...region, angle: 90 },
    ],
  });
  const name = { roiId: 'door', roiID: 'door' };
  expect(raised('CrowdDetectorOccupancy')).toEqual([
    { occupancyPercentage: 50, occupancyLevel: 2, ...name },
  ]);
  expect(raised('CrowdDetectorFluidity')).toEqual([
    { fluidityPercentage: 20, fluidityLevel: 1, ...name },
  ]);
  expect(raised('CrowdDetectorDirection')).toEqual([{ directionAngle: 90, ...name }]);
});

test('measurements come five times a second of media, without what is unknown', async () => {
  const { media, context, mediaPipeline, raised } = await startPipeline();
  await CrowdDetectorFilter.create(context, { mediaPipeline, rois: [door] });
  const empty = {
    regionId: 'door',
    occupancy: 0,
    occupancyLevel: 0,
    fluidity: null,
    fluidityLevel: 0,
    direction: null,
  } as const;
  for (let picture = 0; picture < 25; picture += 1) {
    media.crowd.report({ timestampMs: picture * 40, regions: [empty], events: [] });
  }
  const measured = raised('CrowdDetectorMeasurement');
  expect(measured).toHaveLength(5);
  expect(measured[0]).toEqual({
    measurements: [{ roiId: 'door', occupancyPercentage: 0, occupancyLevel: 0, fluidityLevel: 0 }],
  });
});

test.each([
  ['two points', [{ ...door, points: triangle.slice(1) }], 'a polygon needs at least 3'],
  ['a point outside', [{ ...door, points: [...triangle, { x: 2, y: 0 }] }], 'outside the picture'],
  ['a taken id', [door, door], 'used twice'],
])('%s make no region', async (_, rois, message) => {
  const { context, mediaPipeline } = await startPipeline();
  await expect(CrowdDetectorFilter.create(context, { mediaPipeline, rois })).rejects.toThrow(
    message,
  );
  expect(mediaPipeline.children.size).toBe(0);
});

test('the processing width reaches the detector, within its bounds', async () => {
  const { media, context, mediaPipeline } = await startPipeline();
  const filter = await CrowdDetectorFilter.create(context, { mediaPipeline, rois: [door] });
  expect(filter.processingWidth).toBe(320);
  filter.processingWidth = 640;
  expect(() => (filter.processingWidth = 159)).toThrow('160..1280');
  expect(filter.processingWidth).toBe(640);
  expect(media.calls).toEqual(['width 640']);
});

test('the overlay mode reaches the detector', async () => {
  const { media, context, mediaPipeline } = await startPipeline();
  const filter = await CrowdDetectorFilter.create(context, { mediaPipeline, rois: [door] });
  expect(filter.overlayMode).toBe('FULL');
  filter.overlayMode = 'PRIVACY';
  expect(filter.overlayMode).toBe('PRIVACY');
  expect(media.calls).toEqual(['overlay PRIVACY']);
});
