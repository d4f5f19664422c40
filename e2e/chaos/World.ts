import { join } from 'node:path';
import { findFaketime } from '../../scripts/faketime.mjs';
import { queryData } from '../support/crowdlens.js';
import { Audience } from './Audience.js';
import { EventWitness } from './EventWitness.js';
import { FakeClock } from './FakeClock.js';
import { Network, type Host } from './Network.js';
import {
  postgresBinaries,
  startPostgres,
} from '../../apps/server/src/history/sql/temporaryPostgres.test.support.js';
import type { TemporaryPostgres } from '../../apps/server/src/history/sql/temporaryPostgres.test.support.js';
import { hasRedis, startRedis } from '../../apps/server/test/support/temporaryRedis.js';
import type { TemporaryRedis } from '../../apps/server/test/support/temporaryRedis.js';
import { SmallDisk } from './SmallDisk.js';
import { processesWith, Supervised } from './Supervised.js';

const VIEWERS = 50;
/** Of them, at another host. */
const DISTANT_VIEWERS = 10;
const DISK_MB = 48;
const MARK = 'CROWDLENS_CHAOS';

/** Many events: each region changes its level and direction often. */
const REGIONS = [0, 0.25, 0.5, 0.75].map((left, index) => ({
  id: `strip-${index}`,
  points: [
    { x: left, y: 0 },
    { x: left + 0.25, y: 0 },
    { x: left + 0.25, y: 1 },
    { x: left, y: 1 },
  ],
  config: {
    occupancyLevelMin: 1,
    occupancyLevelMed: 3,
    occupancyLevelMax: 6,
    occupancyNumFramesToEvent: 1,
    fluidityLevelMin: 10,
    fluidityLevelMed: 40,
    fluidityLevelMax: 70,
    fluidityNumFramesToEvent: 1,
    sendOpticalFlowEvent: true,
    opticalFlowNumFramesToEvent: 1,
    opticalFlowNumFramesToReset: 1,
  },
}));

/** A server with a presenter and fifty viewers, and all that it stands on. What cannot be had here is left out. */
export class World {
  readonly server: Supervised;
  readonly witness: EventWitness;
  readonly clock: FakeClock | undefined;
  readonly host: Host | undefined;
  readonly disk: SmallDisk | undefined;
  readonly postgres: TemporaryPostgres | undefined;
  readonly redis: TemporaryRedis | undefined;
  readonly #audiences: readonly Audience[];
  readonly #network: Network | undefined;
  readonly #mark: string;

  /** @param database - where the history is; Redis is tried beside PostgreSQL */
  static async open(database: 'SQLite' | 'PostgreSQL'): Promise<World> {
    const faketime = findFaketime();
    const clock = faketime === undefined ? undefined : new FakeClock(faketime);
    const network = Network.isPossible ? new Network() : undefined;
    const disk = database === 'SQLite' && SmallDisk.isPossible ? new SmallDisk(DISK_MB) : undefined;
    const postgres =
      database === 'PostgreSQL' ? await startPostgres(postgresBinaries()!) : undefined;
    const redis = postgres && hasRedis ? await startRedis() : undefined;
    const mark = `${process.pid}-${database}`;
    const server = await Supervised.start(
      {
        ...clock?.environment,
        [MARK]: mark,
        // Viewers at another host reach it, too.
        HOST: '0.0.0.0',
        INSECURE: '1',
        MAX_OPERATIONS_PER_SECOND: '100000',
        MAX_CONNECTIONS_PER_ADDRESS: '10000',
        FANOUT_VIEWERS_PER_PROCESS: '15',
        LOG_LEVEL: 'warn',
        // For the workers, see `runInWorker`.
        NODE_OPTIONS: '--inspect-port=0',
        ...(postgres && { DATABASE_URL: postgres.url }),
        ...(redis && { REDIS_URL: redis.url }),
      },
      disk && join(disk.path, 'data'),
    );
    return new World({ server, clock, network, disk, postgres, redis, mark });
  }

  private constructor(parts: {
    server: Supervised;
    clock: FakeClock | undefined;
    network: Network | undefined;
    disk: SmallDisk | undefined;
    postgres: TemporaryPostgres | undefined;
    redis: TemporaryRedis | undefined;
    mark: string;
  }) {
    const { server, network } = parts;
    this.server = server;
    this.clock = parts.clock;
    this.disk = parts.disk;
    this.postgres = parts.postgres;
    this.redis = parts.redis;
    this.#network = network;
    this.#mark = parts.mark;
    this.host = network?.addHost();
    this.witness = new EventWitness(server.url);
    const local = { url: server.url, viewers: VIEWERS, presents: true };
    this.#audiences = this.host
      ? [
          new Audience({ ...local, viewers: VIEWERS - DISTANT_VIEWERS }),
          new Audience({
            url: server.url.replace('127.0.0.1', network!.address),
            viewers: DISTANT_VIEWERS,
            bind: this.host.address,
            prefix: this.host.prefix,
          }),
        ]
      : [new Audience(local)];
  }

  /** Resolves when everybody is in, and plays. */
  async ready(): Promise<void> {
    await queryData(
      this.server,
      'mutation ($regions: [RegionOfInterestInput!]!) { setRegionsOfInterest(input: { regions: $regions }) { revision } }',
      { regions: REGIONS },
    );
    await Promise.all(this.#audiences.map((audience) => audience.joined()));
    await this.playing();
  }

  /** Resolves when each viewer has got ten more pictures. */
  async playing(): Promise<void> {
    await Promise.all(this.#audiences.map((audience) => audience.playing()));
  }

  /** Sessions of all viewers so far. */
  async sessions(): Promise<number> {
    const viewed = (await Promise.all(this.#audiences.map((audience) => audience.count()))).flat();
    return viewed.reduce((sum, { sessions }) => sum + sessions, 0);
  }

  /** Processes of the server and below it, also those that it has forgotten. */
  get processes(): number[] {
    return processesWith(`${MARK}=${this.#mark}`);
  }

  /** Ends everything. */
  async close(): Promise<void> {
    await Promise.all(this.#audiences.map((audience) => audience.close()));
    await this.witness.close();
    await this.server.close();
    await this.postgres?.close();
    await this.redis?.close();
    this.disk?.close();
    this.clock?.close();
    this.#network?.close();
  }
}
