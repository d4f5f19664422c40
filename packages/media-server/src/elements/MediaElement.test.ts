import { expect, test } from 'vitest';
import { KurentoError } from '../protocol/errors.js';
import { startPipeline } from './media.test.support.js';
import { MediaPipeline } from './MediaPipeline.js';
import { PassThrough } from './PassThrough.js';

async function startElements() {
  const started = await startPipeline();
  const create = (): PassThrough => PassThrough.create(started.context, started);
  return { ...started, a: create(), b: create(), c: create() };
}

test('a new source takes the place of the old one', async () => {
  const { events, a, b, c } = await startElements();
  a.connect(c);
  b.connect(c, 'VIDEO');
  expect(c.upstream('VIDEO')).toBe(b);
  expect(c.upstream('AUDIO')).toBe(a);
  expect(a.getSinkConnections('VIDEO')).toEqual([]);
  expect(events.filter(({ type }) => type === 'ElementDisconnected')).toMatchObject([
    { source: a, data: { sink: c, mediaType: 'VIDEO' } },
  ]);
});

test('descriptions keep sources apart', async () => {
  const { a, b, c } = await startElements();
  a.connect(c, 'VIDEO', 'default', 'left');
  b.connect(c, 'VIDEO', 'default', 'right');
  expect(c.getSourceConnections('VIDEO')).toHaveLength(2);
  expect(c.getSourceConnections('VIDEO', 'left')).toMatchObject([{ source: a }]);
  expect(a.getSinkConnections('VIDEO', 'other')).toEqual([]);
});

test('connecting the same pair again says so and leaves one connection', async () => {
  const { events, a, b } = await startElements();
  a.connect(b, 'VIDEO');
  a.connect(b, 'VIDEO');
  expect(b.getSourceConnections()).toHaveLength(1);
  expect(events.map(({ type }) => type)).toEqual([
    'ElementConnected',
    'ElementDisconnected',
    'ElementConnected',
  ]);
});

test('the media hears of each change of connections, and of a release by its end', async () => {
  const { media, a, b, c } = await startElements();
  a.connect(b);
  expect(media.calls).toEqual(['topologyChanged']);
  a.disconnect(b);
  a.connect(c);
  await c.release();
  expect(media.calls).toEqual(Array(4).fill('topologyChanged'));
});

test('a released element leaves the picture, and its source is told', async () => {
  const { mediaPipeline, events, a, b, c } = await startElements();
  a.connect(b, 'VIDEO');
  b.connect(c, 'VIDEO');
  events.length = 0;
  await b.release();
  expect(a.getSinkConnections('VIDEO')).toEqual([]);
  expect(c.upstream('VIDEO')).toBeUndefined();
  expect(events).toMatchObject([{ type: 'ElementDisconnected', source: a, data: { sink: b } }]);
  expect(mediaPipeline.elements).toEqual([a, c]);
});

test('elements of different pipelines do not connect', async () => {
  const { context, a } = await startElements();
  const other = await MediaPipeline.create(context);
  const stranger = PassThrough.create(context, { mediaPipeline: other });
  expect(() => a.connect(stranger)).toThrow('Media elements do not share pipeline');
});

test('flowing media is told when it changes', async () => {
  const { raised, a } = await startElements();
  a.setMediaFlowing('out', 'VIDEO', true);
  a.setMediaFlowing('out', 'VIDEO', true);
  expect(a.isMediaFlowingOut('VIDEO')).toBe(true);
  expect(a.isMediaFlowingIn('VIDEO')).toBe(false);
  a.setMediaFlowing('out', 'VIDEO', false);
  expect(raised('MediaFlowOutStateChanged')).toMatchObject([
    { state: 'FLOWING', mediaType: 'VIDEO', padName: 'default' },
    { state: 'NOT_FLOWING' },
  ]);
  expect(() => a.isMediaFlowingIn('DATA')).toThrow(KurentoError);
});

test('a name cannot break out of the drawing', async () => {
  const { mediaPipeline, a } = await startElements();
  a.name = '"]; evil [label="';
  expect(mediaPipeline.getGstreamerDot()).toContain(String.raw`\n\"]; evil [label=\""]`);
});
