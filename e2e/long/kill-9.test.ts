import { afterAll, expect, test } from 'vitest';
import { rm } from 'node:fs/promises';
import { queryData, startCrowdlens } from '../support/crowdlens.js';

const SET = `mutation ($input: SetRegionsOfInterestInput!) {
  setRegionsOfInterest(input: $input) { revision } }`;
const GET = '{ broadcast { revision processingWidth regions { id points { x y } } } }';

let dataDir: string | undefined;
afterAll(async () => {
  if (dataDir) await rm(dataDir, { recursive: true, force: true });
});

test('whatever regions were acknowledged survive a server that is killed, twenty times', async () => {
  let acknowledged: object | undefined;
  for (let round = 1; round <= 20; round++) {
    const server = await startCrowdlens(dataDir ? { dataDir } : {});
    dataDir = server.dataDir;
    if (acknowledged) {
      const { broadcast } = await queryData<{ broadcast: object }>(server, GET);
      expect(broadcast).toEqual(acknowledged);
    }
    const points = [
      { x: 0, y: 0 },
      { x: 1, y: 0 },
      { x: 0.5, y: round / 20 },
    ];
    const regions = [{ id: `round-${round}`, points }];
    const processingWidth = 160 + 10 * round;
    // An edit that is under way when the server dies may be there or not, but never half.
    const { setRegionsOfInterest } = await queryData<{
      setRegionsOfInterest: { revision: number };
    }>(server, SET, { input: { regions, processingWidth } });
    await server.stop('SIGKILL');
    acknowledged = { ...setRegionsOfInterest, processingWidth, regions };
  }
});
