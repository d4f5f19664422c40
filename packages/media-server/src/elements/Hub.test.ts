import { expect, test } from 'vitest';
import { Dispatcher } from './Dispatcher.js';
import { DispatcherOneToMany } from './DispatcherOneToMany.js';
import type { Hub } from './Hub.js';
import { HubPort } from './HubPort.js';
import { startPipeline } from './media.test.support.js';
import { PassThrough } from './PassThrough.js';

async function start() {
  const started = await startPipeline();
  /** A port, an element that feeds it and one that it feeds. */
  const attach = (hub: Hub): { source: PassThrough; port: HubPort; sink: PassThrough } => {
    const source = PassThrough.create(started.context, started);
    const port = HubPort.create(started.context, { hub });
    const sink = PassThrough.create(started.context, started);
    source.connect(port);
    port.connect(sink);
    return { source, port, sink };
  };
  return { ...started, attach };
}

test('a Dispatcher hands on from port to port, until another source takes the place', async () => {
  const { context, mediaPipeline, attach } = await start();
  const hub = Dispatcher.create(context, { mediaPipeline });
  const [a, b, c] = [attach(hub), attach(hub), attach(hub)];
  expect(b.sink.upstream('VIDEO')).toBeUndefined();
  hub.connect(a.port, b.port);
  hub.connect(c.port, c.port);
  expect(b.sink.upstream('VIDEO')).toBe(a.source);
  expect(b.sink.upstream('AUDIO')).toBe(a.source);
  expect(b.port.upstream('VIDEO')).toBe(b.source);
  expect(c.sink.upstream('VIDEO')).toBe(c.source);
  hub.connect(c.port, b.port);
  expect(b.sink.upstream('VIDEO')).toBe(c.source);
  await c.port.release();
  expect(b.sink.upstream('VIDEO')).toBeUndefined();
});

test('all ports of a DispatcherOneToMany give out its source', async () => {
  const { context, mediaPipeline, attach, media } = await start();
  const hub = DispatcherOneToMany.create(context, { mediaPipeline });
  const [a, b] = [attach(hub), attach(hub)];
  media.calls.length = 0;
  hub.setSource(a.port);
  expect(media.calls).toEqual(['topologyChanged']);
  expect([a, b].map(({ sink }) => sink.upstream('VIDEO'))).toEqual([a.source, a.source]);
  hub.removeSource();
  expect(a.sink.upstream('VIDEO')).toBeUndefined();
  hub.setSource(a.port);
  await a.port.release();
  expect(b.sink.upstream('VIDEO')).toBeUndefined();
});

test('media finds its way through one hub behind the other', async () => {
  const { context, mediaPipeline, attach } = await start();
  const [first, second] = [0, 1].map(() => DispatcherOneToMany.create(context, { mediaPipeline }));
  const [a, b] = [attach(first!), attach(second!)];
  first!.setSource(a.port);
  second!.setSource(b.port);
  a.port.connect(b.port);
  expect(b.sink.upstream('VIDEO')).toBe(a.source);
});

test('nothing comes out of a circle of ports', async () => {
  const { context, mediaPipeline, attach } = await start();
  const hub = DispatcherOneToMany.create(context, { mediaPipeline });
  const { port, sink } = attach(hub);
  hub.setSource(port);
  port.connect(port);
  expect(sink.upstream('VIDEO')).toBeUndefined();
});

test('a port of another hub is refused', async () => {
  const { context, mediaPipeline, attach } = await start();
  const [hub, other] = [0, 1].map(() => Dispatcher.create(context, { mediaPipeline }));
  const [own, foreign] = [attach(hub!), attach(other!)];
  expect(() => hub!.connect(own.port, foreign.port)).toThrow(
    expect.objectContaining({ type: 'CONNECT_ERROR' }),
  );
});

test('a hub draws its ports, which are elements of the pipeline and end with the hub', async () => {
  const { context, mediaPipeline, attach } = await start();
  const hub = Dispatcher.create(context, { mediaPipeline });
  const { port, source } = attach(hub);
  expect(hub.getGstreamerDot()).toContain(port.id);
  expect(port.id.startsWith(`${hub.id}/`)).toBe(true);
  expect(mediaPipeline.elements).toContain(port);
  await hub.release();
  expect(mediaPipeline.elements).not.toContain(port);
  expect(source.getSinkConnections()).toEqual([]);
});
