import { pino } from 'pino';
import { expect, test } from 'vitest';
import { ApiDescription } from '../../protocol/api/ApiDescription.js';
import { toKmd } from '../../protocol/api/kmd.js';
import { defaultLimits } from '../../protocol/limits.js';
import { TestMedia } from '../media.test.support.js';
import { createControlPlane, elementClasses } from '../register.js';
import { modules } from './index.js';

const api = new ApiDescription(modules);
const log = pino({ level: 'silent' });

test('every operation that clients can name is there', async () => {
  const plane = createControlPlane(defaultLimits, {
    log,
    engine: new TestMedia(),
    mediaDir: undefined,
    recordingsDir: undefined,
  });
  const pipeline = await plane.factory('kurento.MediaPipeline')?.({});
  const hub = await plane.factory('kurento.Dispatcher')?.({ mediaPipeline: pipeline });
  const params = {
    mediaPipeline: pipeline!,
    hub: hub!,
    rois: [],
    uri: 'demo:crowd',
    mediaProfile: 'WEBM',
    crypto: {},
  };
  const objects = [plane.objects.get('manager_ServerManager')];
  for (const { qualifiedType } of elementClasses) {
    objects.push(await plane.factory(qualifiedType)!(params));
  }
  for (const object of objects) {
    const missing = [...(api.class(object.qualifiedType)?.operations.values() ?? [])]
      .filter(({ member }) => !(member in object))
      .map(({ name }) => name);
    expect({ [object.qualifiedType]: missing }).toEqual({ [object.qualifiedType]: [] });
  }
  await plane.close();
});

test('every class that clients can create is declared so', () => {
  const declared = modules
    .flatMap(({ namespace, classes }) =>
      Object.entries(classes).map(([name, source]) => ({ id: `${namespace}.${name}`, source })),
    )
    .filter(({ source }) => source.constructorParams !== undefined)
    .map(({ id }) => id);
  expect(elementClasses.map(({ qualifiedType }) => qualifiedType).sort()).toEqual(declared.sort());
});

test('every type and event that the description names is described', () => {
  const primitives = new Set(['String', 'boolean', 'int', 'int64', 'float', 'double']);
  const isKnown = (name: string): boolean =>
    primitives.has(name) || api.type(name) !== undefined || api.class(name) !== undefined;
  for (const module of modules) {
    for (const name of Object.keys(module.classes)) {
      const { operations, events, constructorParams = [] } = api.class(name)!;
      const fields = [...operations.values()].flatMap(({ params }) => params);
      for (const { type } of [...fields, ...constructorParams])
        expect(type.name).toSatisfy(isKnown);
      for (const event of events) expect(api.event(event), event).toBeDefined();
    }
  }
});

test('a module reads as one of Kurento’s interface files', () => {
  const crowd = JSON.parse(
    toKmd(
      modules.find(({ name }) => name === 'crowddetector')!,
      '1',
    ),
  );
  expect(crowd.remoteClasses[0]).toMatchObject({
    name: 'CrowdDetectorFilter',
    extends: 'Filter',
    constructor: {
      params: [{ name: 'mediaPipeline', type: 'MediaPipeline' }, { type: 'RegionOfInterest[]' }],
    },
  });
  expect(crowd.events.map(({ name }: { name: string }) => name)).toContain(
    'CrowdDetectorMeasurement',
  );
});
