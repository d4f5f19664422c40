import { rm } from 'node:fs/promises';
import { afterAll, expect, test } from 'vitest';
import { queryData, startCrowdlens, type Crowdlens } from '../support/crowdlens.js';

interface Settings {
  revision: number;
  processingWidth: number;
  regions: { id: string; points: { x: number; y: number }[] }[];
}

const SETTINGS = 'revision processingWidth regions { id points { x y } }';

let server: Crowdlens;
afterAll(async () => {
  await server?.stop();
  if (server) await rm(server.dataDir, { recursive: true, force: true });
});

test('whatever regions were acknowledged survive a server that is killed, twenty times', async () => {
  server = await startCrowdlens();
  for (let round = 1; round <= 20; round++) {
    const acknowledged = await change(round);
    await server.stop('SIGKILL');
    server = await startCrowdlens({ dataDir: server.dataDir });
    expect(await read()).toEqual(acknowledged);
  }
});

async function change(round: number): Promise<Settings> {
  const points = [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 0.5, y: round / 20 },
  ];
  const regions = [{ id: `round-${round}`, points }];
  const { setRegionsOfInterest } = await queryData<{ setRegionsOfInterest: Settings }>(
    server,
    `mutation ($input: SetRegionsOfInterestInput!) { setRegionsOfInterest(input: $input) { ${SETTINGS} } }`,
    { input: { regions, processingWidth: 160 + 10 * round } },
  );
  expect(setRegionsOfInterest.regions).toEqual(regions);
  return setRegionsOfInterest;
}

async function read(): Promise<Settings> {
  return (await queryData<{ broadcast: Settings }>(server, `{ broadcast { ${SETTINGS} } }`))
    .broadcast;
}
