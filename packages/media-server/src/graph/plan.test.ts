import { describe, expect, test } from 'vitest';
import { planVideo, streamKey, type PlannedElement, type VideoPart } from './plan.js';

const camera: VideoPart = { kind: 'camera', codec: 'VP8' };
const viewer: VideoPart = { kind: 'camera', codec: undefined };
const element = (
  id: string,
  part: VideoPart,
  upstream?: string,
  ...wants: ('VP8' | 'H264')[]
): PlannedElement => ({ id, part, upstream, wants });

const broadcast = (viewers: number): PlannedElement[] => [
  element('presenter', camera, 'hub', 'VP8'),
  element('filter', { kind: 'crowd' }, 'presenter'),
  element('hub', { kind: 'relay' }, 'filter'),
  ...Array.from({ length: viewers }, (_, i) => element(`viewer${i}`, viewer, 'hub', 'VP8')),
];

describe('planVideo', () => {
  test('ten viewers behind a filter share one decoder and one encoder', () => {
    const { nodes, fanOuts } = planVideo(broadcast(10));
    const kinds = [...nodes.values()].map((node) => node.kind).sort();
    expect(kinds).toEqual(['crowd', 'decoder', 'encoder']);
    expect(nodes.get('hub#VP8')).toEqual({
      kind: 'encoder',
      codec: 'VP8',
      isSmall: false,
      upstream: 'filter',
    });
    expect(fanOuts.get(streamKey('hub', 'VP8'))?.viewers).toHaveLength(11);
  });

  test('a camera that is watched directly is not decoded', () => {
    const { nodes, fanOuts } = planVideo([
      element('presenter', camera),
      element('hub', { kind: 'relay' }, 'presenter'),
      element('viewer', viewer, 'hub', 'VP8'),
    ]);
    expect(nodes.size).toBe(0);
    expect(fanOuts.get('hub#VP8')?.input).toEqual({ kind: 'camera', id: 'presenter' });
  });

  test('small pictures of a camera that passes through are decoded and encoded for those who need them', () => {
    const elements = [element('presenter', camera), element('viewer', viewer, 'presenter', 'VP8')];
    const { nodes, fanOuts } = planVideo(elements, new Set(['presenter#VP8']));
    const stream = fanOuts.get('presenter#VP8');
    expect(stream?.input).toEqual({ kind: 'camera', id: 'presenter' });
    expect(nodes.get(stream!.small!)).toMatchObject({ isSmall: true, upstream: 'presenter' });
    expect(nodes.get('presenter')).toMatchObject({ kind: 'decoder' });
  });

  test('a camera whose pictures are wanted in another way is transcoded in its own codec', () => {
    const { fanOuts } = planVideo([
      element('presenter', camera),
      { ...element('hub', { kind: 'relay' }, 'presenter'), isReencoded: true },
      element('viewer', viewer, 'hub', 'VP8'),
      element('direct', viewer, 'presenter', 'VP8'),
    ]);
    expect(fanOuts.get('hub#VP8')?.input).toEqual({ kind: 'encoder', id: 'hub#VP8' });
    expect(fanOuts.get('presenter#VP8')?.input?.kind).toBe('camera');
  });

  test('a viewer that wants another codec gets an encoder of its own', () => {
    const { nodes, fanOuts } = planVideo([
      element('presenter', camera),
      element('viewer', viewer, 'presenter', 'H264'),
      element('other', viewer, 'presenter', 'VP8'),
    ]);
    expect([...nodes.keys()].sort()).toEqual(['presenter', 'presenter#H264']);
    expect(fanOuts.get('presenter#VP8')?.input?.kind).toBe('camera');
  });

  test('a recorder that can hold several codecs takes the one that needs no encoder', () => {
    const recorder = element('recorder', { kind: 'relay' }, 'presenter', 'VP8', 'H264');
    const { nodes, fanOuts } = planVideo([
      element('presenter', { kind: 'camera', codec: 'H264' }),
      recorder,
      element('viewer', viewer, 'presenter', 'H264'),
    ]);
    expect(nodes.size).toBe(0);
    expect(fanOuts.get('presenter#H264')?.viewers).toEqual(['recorder', 'viewer']);
    const behindFilter = planVideo([
      element('presenter', { kind: 'camera', codec: 'H264' }),
      element('filter', { kind: 'crowd' }, 'presenter'),
      { ...recorder, upstream: 'filter' },
    ]);
    expect([...behindFilter.fanOuts.keys()]).toEqual(['filter#VP8']);
  });

  test('a filter works although nobody watches, without an encoder', () => {
    const { nodes } = planVideo([
      element('presenter', camera),
      element('filter', { kind: 'crowd' }, 'presenter'),
      element('hub', { kind: 'relay' }, 'filter'),
    ]);
    expect([...nodes.values()].map((node) => node.kind).sort()).toEqual(['crowd', 'decoder']);
  });

  test('what a player leaves undecoded reaches viewers as it is, and filters from its node', () => {
    const { nodes, fanOuts } = planVideo([
      element('player', { kind: 'player', isOpen: true, codec: 'H264' }),
      element('viewer', viewer, 'player', 'H264', 'VP8'),
      element('filter', { kind: 'crowd' }, 'player'),
    ]);
    expect(fanOuts.get('player#H264')?.input).toEqual({ kind: 'camera', id: 'player' });
    expect([...nodes]).toEqual([
      ['player', { kind: 'player', upstream: undefined }],
      ['filter', { kind: 'crowd', upstream: 'player' }],
    ]);
  });

  test('viewers keep their stream while the presenter is away', () => {
    const { nodes, fanOuts } = planVideo([
      element('filter', { kind: 'crowd' }),
      element('hub', { kind: 'relay' }, 'filter'),
      element('viewer', viewer, 'hub', 'VP8'),
    ]);
    expect(fanOuts.get('hub#VP8')?.viewers).toEqual(['viewer']);
    expect(nodes.get('hub#VP8')).toMatchObject({ kind: 'encoder', upstream: 'filter' });
  });

  test('elements connected in a circle end the walk', () => {
    const { fanOuts } = planVideo([
      element('a', { kind: 'relay' }, 'b'),
      element('b', { kind: 'relay' }, 'a'),
      element('viewer', viewer, 'a', 'VP8'),
    ]);
    expect(fanOuts.get('a#VP8')?.input).toBeUndefined();
  });

  test('a loopback through the filter sends the processed picture to its presenter', () => {
    const { fanOuts } = planVideo([
      element('endpoint', camera, 'filter', 'VP8'),
      element('filter', { kind: 'crowd' }, 'endpoint'),
    ]);
    expect(fanOuts.get('filter#VP8')).toEqual({
      source: 'filter',
      codec: 'VP8',
      input: { kind: 'encoder', id: 'filter#VP8' },
      viewers: ['endpoint'],
    });
  });
});
