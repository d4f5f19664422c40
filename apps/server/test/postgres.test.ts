import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  postgresBinaries,
  startPostgres,
} from '../src/history/sql/temporaryPostgres.test.support.js';
import type { TemporaryPostgres } from '../src/history/sql/temporaryPostgres.test.support.js';
import { TestServer } from './support/TestServer.js';

const binaries = postgresBinaries();
if (binaries === undefined) console.warn('No PostgreSQL server here: its test is left out.');

describe.runIf(binaries !== undefined)('with DATABASE_URL', () => {
  let postgres: TemporaryPostgres;
  let server: TestServer;
  beforeAll(async () => {
    postgres = await startPostgres(binaries!);
    server = await TestServer.start({ databaseUrl: postgres.url });
  }, 60_000);
  afterAll(async () => {
    await server.close();
    await postgres.close();
  });

  test('the server keeps everything in PostgreSQL, and finds it there again', async () => {
    await server.get(
      'mutation { updateRegionOfInterest(input: { id: "all", config: { occupancyLevelMin: 1 } }) { id } }',
    );
    await server.get(
      'mutation { createAlertRule(input: { regionId: "all", name: "anybody", minLevel: MIN, forSeconds: 0 }) { id } }',
    );
    await server.get('mutation { play(input: { uri: "demo:crowd" }) { id } }');
    await server.subscribe('subscription { alertChanged { cursor } }').next();
    await server.subscribe('subscription { crowdEvents(after: null) { cursor } }').next();
    await server.get('mutation { stop { id } }');
    const { url } = server;
    const kept = `{
      serverInfo { database lostHistory }
      broadcast { revision regions { config { occupancyLevelMin } } }
      alertRules { name }
      alerts(first: 1) { edges { cursor node { ruleName peakLevel } } }
      crowdEvents(first: 1) { edges { cursor node { id sequence at } } }
    }`;
    const before = await server.get<{ crowdEvents: { edges: object[] } }>(kept);
    expect(before).toMatchObject({
      serverInfo: { database: 'PostgreSQL', lostHistory: 0 },
      broadcast: { revision: 2 },
      alerts: { edges: [{ node: { ruleName: 'anybody' } }] },
      crowdEvents: { edges: [{ node: { sequence: 1 } }] },
    });
    await server.stop();
    server = await TestServer.start({ databaseUrl: postgres.url }, server.folder);
    expect(server.url).not.toBe(url);
    expect(await server.get(kept)).toEqual(before);
  });
});
