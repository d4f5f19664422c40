import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askCrowdFilters } from './support/crowdFilters.js';
import { asOriginal } from './support/mediaProxy.js';
import { TestServer } from './support/TestServer.js';

const OVERLAY = '{ broadcast { overlay revision } }';
const SET_OVERLAY = `mutation ($mode: OverlayMode!) {
  setOverlay(input: { mode: $mode }) { id overlay revision }
}`;
const SET_REGIONS = `mutation {
  setRegionsOfInterest(input: { regions: [{ id: "a", points: [
    { x: 0, y: 0 }, { x: 0.5, y: 0 }, { x: 0.5, y: 1 }
  ] }] }) { overlay revision }
}`;
const PLAY = 'mutation { play(input: { uri: "demo:crowd?width=320&height=240" }) { overlay } }';
const STOP = 'mutation { stop { overlay } }';

describe('the overlay', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
  });
  afterAll(() => server.close());

  const set = (mode: string) => server.get(SET_OVERLAY, { mode });
  const ofFilters = () => askCrowdFilters(server.mediaServerUrl, 'getOverlayMode');

  test('is FULL until somebody says otherwise, which all are told', async () => {
    expect(await server.get(OVERLAY)).toEqual({ broadcast: { overlay: 'FULL', revision: 1 } });
    const changes = server.subscribe<{ broadcastChanged: { overlay: string } }>(
      'subscription { broadcastChanged { overlay } }',
    );
    const next = async () => (await changes.next()).value!.data!.broadcastChanged.overlay;
    expect(await next()).toBe('FULL');
    expect(await set('PRIVACY')).toEqual({
      setOverlay: { id: 'main', overlay: 'PRIVACY', revision: 1 },
    });
    expect(await next()).toBe('PRIVACY');
  });

  test('stays with the broadcast: another source, a change, regions, a lost media server', async () => {
    await server.get(PLAY);
    await server.untilState('LIVE');
    expect(await ofFilters()).toEqual(['PRIVACY']);
    await set('NONE');
    expect(await ofFilters()).toEqual(['NONE']);
    expect(await server.get(SET_REGIONS)).toEqual({
      setRegionsOfInterest: { overlay: 'NONE', revision: 2 },
    });
    expect(new Set(await ofFilters())).toEqual(new Set(['NONE']));
    await server.crashMediaServer();
    await server.untilState('STARTING');
    await server.untilState('LIVE');
    expect(await ofFilters()).toEqual(['NONE']);
    await server.get(STOP);
  });

  test('is there after a restart', async () => {
    await set('REGIONS_ONLY');
    await server.stop();
    server = await TestServer.start({}, server.folder);
    expect(await server.get(OVERLAY)).toEqual({
      broadcast: { overlay: 'REGIONS_ONLY', revision: 2 },
    });
  });

  test('has no other modes', async () => {
    expect(await server.errorCode(SET_OVERLAY, { mode: 'HALF' })).toBe('BAD_USER_INPUT');
  });
});

test('an original Kurento draws everything, and nobody is shown who shall not be', async () => {
  const server = await TestServer.start({}, undefined, asOriginal);
  try {
    await server.get(PLAY);
    expect(await server.errorCode(SET_OVERLAY, { mode: 'PRIVACY' })).toBe('NOT_SUPPORTED');
    await server.get(SET_OVERLAY, { mode: 'FULL' });
    await server.get(STOP);
    await server.get(SET_OVERLAY, { mode: 'PRIVACY' });
    const { errors } = await server.ask(PLAY);
    expect(errors?.[0]?.extensions?.code).toBe('NOT_SUPPORTED');
    expect(errors?.[0]?.message).toContain('Choose FULL');
    expect(await server.get('{ broadcast { state } }')).toEqual({ broadcast: { state: 'IDLE' } });
  } finally {
    await server.close();
  }
});
