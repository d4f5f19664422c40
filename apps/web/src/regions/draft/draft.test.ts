import { describe, expect, it } from 'vitest';
import { DEFAULT_REGION_CONFIG, MAX_REGIONS } from '@crowdlens/schema/regions';
import type { RegionOfInterest } from '../../api/operations/regions.js';
import { canRedo, canUndo, redo, selectedRegion, startDraft, undo, type Draft } from './draft.js';
import { addPoint, closeDrawing, startDrawing } from './drawing.js';
import { obstacle } from './obstacle.js';
import {
  configureRegion,
  deleteRegion,
  duplicateRegion,
  recolorRegion,
  renameRegion,
} from './regions.js';
import { deletePoint, insertPoint, moveEdge, movePoint, moveRegion } from './shape.js';

const all: RegionOfInterest = {
  id: 'all',
  name: null,
  color: null,
  points: [
    { x: 0.1, y: 0.1 },
    { x: 0.9, y: 0.1 },
    { x: 0.9, y: 0.9 },
    { x: 0.1, y: 0.9 },
  ],
  config: DEFAULT_REGION_CONFIG,
};

const draw = (draft: Draft, ...pairs: [number, number][]): Draft =>
  pairs.reduce((now, [x, y]) => addPoint(now, { x, y }), startDrawing(draft));

describe('drawing a region', () => {
  it('makes a selected region with defaults and a colour of its own', () => {
    const draft = closeDrawing(draw(startDraft([all]), [0.2, 0.2], [0.6, 0.2], [0.4, 0.6]));
    const made = selectedRegion(draft);
    expect(draft.regions).toHaveLength(2);
    expect(made).toMatchObject({
      id: 'region-2',
      name: 'Region 2',
      config: DEFAULT_REGION_CONFIG,
    });
    expect(made?.points).toHaveLength(3);
    expect(made?.color).toMatch(/^#/);
    expect(draft.drawing).toBeUndefined();
  });

  it('refuses two points and goes on drawing', () => {
    const draft = closeDrawing(draw(startDraft([]), [0.2, 0.2], [0.6, 0.2]));
    expect(draft.refusal).toMatch(/three points/);
    expect(draft.drawing).toHaveLength(2);
  });

  it('refuses a point whose edge would cross the line so far', () => {
    const draft = draw(startDraft([]), [0.2, 0.2], [0.8, 0.2], [0.8, 0.6], [0.5, 0]);
    expect(draft.refusal).toMatch(/cross/);
    expect(draft.drawing).toHaveLength(3);
  });

  it('refuses to close across the line', () => {
    const draft = closeDrawing(
      draw(
        startDraft([]),
        [0.5, 0.5],
        [0.9, 0.5],
        [0.9, 0.9],
        [0.1, 0.1],
        [0.95, 0.1],
        [0.95, 0.7],
      ),
    );
    expect(draft.refusal).toMatch(/cross/);
    expect(draft.regions).toHaveLength(0);
  });

  it('takes back one point at a time', () => {
    const draft = undo(draw(startDraft([]), [0.2, 0.2], [0.8, 0.2]));
    expect(draft.drawing).toEqual([{ x: 0.2, y: 0.2 }]);
  });

  it('gives an id that is free', () => {
    const taken = { ...all, id: 'region-2' };
    const draft = closeDrawing(draw(startDraft([taken]), [0.2, 0.2], [0.6, 0.2], [0.4, 0.6]));
    expect(draft.regions.map(({ id }) => id)).toEqual(['region-2', 'region-3']);
    expect(selectedRegion(draft)?.name).toBe('Region 3');
  });

  it('stops at the limit of the server', () => {
    const many = Array.from({ length: MAX_REGIONS }, (_, i) => ({ ...all, id: `r${i}` }));
    expect(startDrawing(startDraft(many))).toMatchObject({
      drawing: undefined,
      refusal: expect.stringMatching(/32 regions/) as string,
    });
  });
});

describe('changing points', () => {
  it('moves a point and keeps it inside the picture', () => {
    const draft = movePoint(startDraft([all]), 'all', 0, { x: -1, y: 0.2 });
    expect(draft.regions[0]?.points[0]).toEqual({ x: 0, y: 0.2 });
    expect(all.points[0]).toEqual({ x: 0.1, y: 0.1 });
  });

  it('refuses a move that makes the border cross itself, and leaves nothing to undo', () => {
    const before = startDraft([all]);
    const draft = movePoint(before, 'all', 0, { x: 0.95, y: 0.5 });
    expect(draft.regions).toBe(before.regions);
    expect(draft.refusal).toMatch(/cross/);
    expect(draft.attempted?.[0]).toEqual({ x: 0.95, y: 0.5 });
    expect(canUndo(draft)).toBe(false);
  });

  it('moves an edge with both its points, the closing one too', () => {
    const draft = moveEdge(startDraft([all]), 'all', 3, { x: -0.2, y: 0.05 });
    expect(draft.regions[0]?.points).toEqual([
      { x: 0, y: 0.15 },
      { x: 0.9, y: 0.1 },
      { x: 0.9, y: 0.9 },
      { x: 0, y: 0.95 },
    ]);
  });

  it('inserts a point in the middle of an edge, the closing one too', () => {
    const draft = insertPoint(startDraft([all]), 'all', 3);
    expect(draft.regions[0]?.points).toHaveLength(5);
    expect(draft.regions[0]?.points[4]).toEqual({ x: 0.1, y: 0.5 });
  });

  it('deletes points down to three', () => {
    const three = deletePoint(startDraft([all]), 'all', 0);
    expect(three.regions[0]?.points).toHaveLength(3);
    expect(deletePoint(three, 'all', 0).refusal).toMatch(/three points/);
  });

  it('moves a whole region', () => {
    const draft = moveRegion(startDraft([all]), 'all', { x: 0.05, y: 0 });
    expect(draft.regions[0]?.points[0]).toEqual({ x: 0.15, y: 0.1 });
  });
});

describe('undo', () => {
  it('goes back through every change to the start', () => {
    const start = startDraft([all]);
    let draft = deleteRegion(renameRegion(start, 'all', 'Plaza'), 'all');
    expect(draft.regions).toHaveLength(0);
    draft = undo(draft);
    expect(selectedRegion(draft)?.name).toBe('Plaza');
    draft = undo(draft);
    expect(draft.regions).toEqual([all]);
    expect(canUndo(draft)).toBe(false);
  });
});

describe('redo', () => {
  it('makes again what was undone, until something else is done', () => {
    const renamed = renameRegion(startDraft([all]), 'all', 'Plaza');
    const undone = undo(renamed);
    expect(canRedo(undone)).toBe(true);
    expect(redo(undone).regions).toEqual(renamed.regions);
    expect(canRedo(recolorRegion(undone, 'all', '#ffffff'))).toBe(false);
  });
});

describe('a change that goes on', () => {
  it('is one step for undo', () => {
    let draft = startDraft([all]);
    for (const x of [0.11, 0.12, 0.13]) draft = movePoint(draft, 'all', 0, { x, y: 0.1 }, 'drag 1');
    draft = movePoint(draft, 'all', 0, { x: 0.2, y: 0.1 }, 'drag 2');
    draft = undo(draft);
    expect(draft.regions[0]?.points[0]?.x).toBe(0.13);
    expect(undo(draft).regions).toEqual([all]);
  });
});

describe('duplicating', () => {
  it('puts a selected copy aside, with a colour and an id of its own', () => {
    const draft = duplicateRegion(startDraft([{ ...all, name: 'Plaza' }]), 'all');
    const [original, copy] = draft.regions;
    expect(copy).toMatchObject({ id: 'region-2', name: 'Plaza (copy)', config: original?.config });
    expect(copy?.points[0]).toEqual({ x: 0.13, y: 0.13 });
    expect(draft.selectedId).toBe('region-2');
  });

  it('finds a place where the picture ends', () => {
    const corner = { ...all, points: all.points.map(({ x, y }) => ({ x: x + 0.1, y: y + 0.1 })) };
    const [, copy] = duplicateRegion(startDraft([corner]), 'all').regions;
    expect(copy?.points[0]).toEqual({ x: 0.17, y: 0.17 });
  });
});

describe('obstacle', () => {
  it('is not there for the defaults', () => {
    expect(obstacle(startDraft([all]))).toBeUndefined();
  });

  it.each([
    [{ occupancyLevelMin: 35 }, /Occupancy levels must rise/],
    [{ fluidityLevelMax: 101 }, /Fluidity levels are whole numbers/],
    [{ occupancyNumFramesToEvent: -1 }, /frame counts/],
    [{ opticalFlowAngleOffset: 0.5 }, /turn of the compass/],
  ])('names what is wrong with %o', (config, message) => {
    expect(obstacle(configureRegion(startDraft([all]), 'all', config))).toMatch(message);
  });

  it('wants a drawing to be finished', () => {
    expect(obstacle(startDrawing(startDraft([all])))).toMatch(/Enter/);
  });
});
