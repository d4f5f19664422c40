import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnMediaServer } from '@crowdlens/media-server';
import { onTestFinished } from 'vitest';
import {
  postgresBinaries,
  startPostgres,
} from '../../apps/server/src/history/sql/temporaryPostgres.test.support.js';
import { freePort } from '../../apps/server/test/support/freePort.js';
import { hasRedis, startRedis } from '../../apps/server/test/support/temporaryRedis.js';
import { startCrowdlens, type Crowdlens } from './crowdlens.js';

const binaries = postgresBinaries();

/** Whether this machine has what several servers share. */
export const canCluster = binaries !== undefined && hasRedis;

/** Two servers that are as one until the test ends, with media servers of their own; the first leads. */
export async function startTwo({ mediaServers = 1 } = {}) {
  const postgres = await startPostgres(binaries!);
  onTestFinished(() => postgres.close());
  const redis = await startRedis();
  onTestFinished(() => redis.close());
  const dataDir = await mkdtemp(join(tmpdir(), 'crowdlens-cluster-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const recordingsDir = join(dataDir, 'recordings');
  const media = await Promise.all(
    Array.from({ length: mediaServers }, () =>
      spawnMediaServer({ recordingsDir, logLevel: 'error' }),
    ),
  );
  onTestFinished(() => Promise.all(media.map((server) => server.close())).then(() => undefined));
  const ports = [await freePort(), await freePort()];
  const servers: Crowdlens[] = [];
  onTestFinished(async () => {
    for (const server of servers) await server.stop();
  });
  const enter = async (index: number) => {
    servers[index] = await startCrowdlens({
      dataDir,
      env: {
        PORT: `${ports[index]}`,
        DATABASE_URL: postgres.url,
        REDIS_URL: redis.url,
        KURENTO_URL: media.map(({ url }) => url).join(),
        KURENTO_RECORDINGS_DIR: recordingsDir,
        INTERRUPTED_SECONDS: '60',
      },
    });
  };
  await enter(0);
  await enter(1);
  return { servers, ports, enter };
}
