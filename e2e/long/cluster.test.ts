import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnMediaServer } from '@crowdlens/media-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { EventWitness } from '../chaos/EventWitness.js';
import { freePort } from '../../apps/server/test/support/freePort.js';
import { hasRedis, startRedis } from '../../apps/server/test/support/temporaryRedis.js';
import { Postgres } from '../chaos/Postgres.js';
import { queryData, startCrowdlens, type Crowdlens } from '../support/crowdlens.js';

const KILLS = 6;
/** A region in which nearly every change is an event. */
const PLAY = `mutation {
  updateRegionOfInterest(input: { id: "all", config: { occupancyLevelMin: 5, occupancyLevelMed: 6, occupancyLevelMax: 7, occupancyNumFramesToEvent: 1 } }) { id }
  play(input: { uri: "demo:crowd?width=320&height=240" }) { id }
}`;

describe.skipIf(!Postgres.programs || !hasRedis)('two servers', () => {
  test('that are killed in turn lose no event and double none, and what is on the air goes on', async () => {
    const postgres = await Postgres.start(Postgres.programs!);
    onTestFinished(() => postgres.close());
    const redis = await startRedis();
    onTestFinished(() => redis.close());
    const media = await spawnMediaServer({ logLevel: 'error' });
    onTestFinished(() => media.close());
    const dataDir = await mkdtemp(join(tmpdir(), 'crowdlens-cluster-'));
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
    const ports = [await freePort(), await freePort()];
    const enter = (port: number) =>
      startCrowdlens({
        dataDir,
        env: {
          PORT: `${port}`,
          DATABASE_URL: postgres.url,
          REDIS_URL: redis.url,
          KURENTO_URL: media.url,
          INTERRUPTED_SECONDS: '60',
        },
      });
    const servers: Crowdlens[] = [];
    for (const port of ports) servers.push(await enter(port));
    onTestFinished(async () => {
      for (const server of servers) await server.stop();
    });
    await queryData(servers[0]!, PLAY);
    const witnesses = servers.map(({ url }) => new EventWitness(url));

    const backAfterMs: number[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const [leader, other] = kill % 2 === 0 ? [0, 1] : [1, 0];
      await heardMore(witnesses[other]!, 5);
      await servers[leader]!.stop('SIGKILL');
      const killedAt = performance.now();
      await heardMore(witnesses[other]!, 1);
      backAfterMs.push(Math.round(performance.now() - killedAt));
      servers[leader] = await enter(ports[leader]!);
    }
    console.log('first event after a kill, ms:', backAfterMs.join(' '));

    await heardMore(witnesses[0]!, 5);
    await heardMore(witnesses[1]!, 5);
    for (const witness of witnesses) {
      const { told } = witness;
      expect(told).toEqual(told.map((_, n) => told[0]! + n));
      const written = await witness.written();
      expect(written).toEqual(written.map((_, n) => 1 + n));
      await witness.close();
    }
  });
});

async function heardMore(witness: EventWitness, count: number): Promise<void> {
  const wanted = witness.told.length + count;
  await expect.poll(() => witness.told.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(wanted);
}
