import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ServerInfo, ValidityFacts } from '@crowdlens/schema';
import type { Logger } from 'pino';
import type { Access } from '../access/Access.js';
import { Legacy } from '../broadcast/Legacy.js';
import type { Config } from '../config.js';
import type { Core } from '../Core.js';
import type { ServerApi } from '../graphql/ServerApi.js';
import type { HistoryStore } from '../history/HistoryStore.js';
import type { MediaServers } from '../media/MediaServers.js';
import type { Tags } from '../media/RemoteObject.js';
import { retry } from '../retry.js';
import { SerialQueue } from '../SerialQueue.js';
import { Bus } from './Bus.js';
import { Calls } from './Calls.js';
import { clusterApi } from './clusterApi.js';
import { ASK, ENGAGEMENTS, FEED, SHARE_LINKS } from './feed.js';
import type { Engagements, FeedMessage } from './feed.js';
import { Lease } from './Lease.js';
import { Mirrors } from './Mirrors.js';
import { answer } from './remoteApi.js';
import { Speaker } from './Speaker.js';

/** How long a server that starts waits to be told what there is. */
const JOIN_MS = 10_000;
const ASK_AGAIN_MS = 200;
/** Names in media servers what is the cluster's: its value is the prefix in Redis. */
const CLUSTER_TAG = 'crowdlens-cluster';

/** What {@link Cluster} works with. */
export interface ClusterParts {
  readonly config: Config & { readonly redisUrl: string };
  readonly access: Access;
  readonly store: HistoryStore;
  /** Opens what there is only once; called when this server begins to lead. */
  readonly openCore: (pipelineTags: Tags) => Promise<Core>;
  readonly media: MediaServers;
  readonly serverInfo: (lostHistory: number) => ServerInfo;
  readonly log: Logger;
}

/**
 * Several servers that are as one. One of them leads: it has the broadcasts. The others pass on to
 * it what they are asked, and tell their own clients what happens there. When it ends, another one
 * leads within three seconds.
 */
export class Cluster {
  /** Answers at this server, whoever leads. */
  readonly api: ServerApi;
  readonly #parts: ClusterParts;
  readonly #bus: Bus;
  readonly #calls: Calls;
  readonly #mirrors: Mirrors;
  readonly #lease: Lease;
  /** Beginning and ending to lead, one after the other. */
  readonly #turns = new SerialQueue();
  #leading: Leading | undefined;
  /** Aborted when this server leads no more. */
  #lead = new AbortController();
  #closing: Promise<void> | undefined;

  /** @throws ConfigError when there is no Redis; Error when nobody leads, and this server cannot either */
  static async join(parts: ClusterParts): Promise<Cluster> {
    const { config, store, log } = parts;
    const bus = await Bus.open(config.redisUrl, config.redisPrefix, log);
    const name = randomUUID();
    const calls = await Calls.open(bus, name, log);
    const newestAlertChange = await store.newestAlertChange();
    const ask = () => void bus.publish(ASK, {}).catch(() => undefined);
    const mirrors = new Mirrors({ store, newestAlertChange, ask, log });
    await bus.subscribe(FEED, (message) => mirrors.hear(message as FeedMessage));
    const cluster = new Cluster(parts, { bus, calls, mirrors }, name);
    await bus.subscribe(SHARE_LINKS, () => cluster.#reloadShareLinks());
    const deadline = performance.now() + JOIN_MS;
    while (!mirrors.isComplete && performance.now() < deadline) {
      ask();
      await delay(ASK_AGAIN_MS);
    }
    if (!mirrors.isComplete) {
      await cluster.close();
      throw new Error('No server of the cluster leads. The log of the others may say why.');
    }
    return cluster;
  }

  private constructor(
    parts: ClusterParts,
    { bus, calls, mirrors }: { bus: Bus; calls: Calls; mirrors: Mirrors },
    name: string,
  ) {
    const { config, access, log } = parts;
    this.#parts = parts;
    this.#bus = bus;
    this.#calls = calls;
    this.#mirrors = mirrors;
    this.api = clusterApi({
      config,
      access,
      mirrors,
      calls,
      serverInfo: () => parts.serverInfo(this.core?.history.writer.lost ?? 0),
      shareLinksChanged: () => void bus.publish(SHARE_LINKS, {}).catch(() => undefined),
    });
    const taken = () => void this.#turns.run(() => this.#begin());
    const lost = () => {
      this.#lead.abort();
      void this.#turns.run(() => this.#end());
    };
    this.#lease = new Lease(bus, name, { taken, lost }, log);
  }

  /** What there is only once, if this server leads. */
  get core(): Core | undefined {
    return this.#leading?.core;
  }

  /** Another server leads from now on, if there is one. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#lead.abort();
    await this.#turns.run(() => this.#end());
    await this.#lease.close();
    this.#calls.close();
    this.#mirrors.close();
    this.#bus.close();
  }

  async #begin(): Promise<void> {
    const { config, media, openCore, store, log } = this.#parts;
    this.#lead = new AbortController();
    const open = async () => {
      const fence = await store.lead();
      const tag = { key: CLUSTER_TAG, value: config.redisPrefix };
      const legacy = await Legacy.find(media, tag, log);
      const core = await openCore({ [CLUSTER_TAG]: config.redisPrefix });
      try {
        await this.#takeOver(core, legacy);
        this.#leading = await Leading.begin(core, fence, {
          ...this.#parts,
          bus: this.#bus,
          calls: this.#calls,
        });
      } catch (error) {
        await core.close();
        throw error;
      }
      log.info({ fence }, 'this server leads');
    };
    await retry(open, {
      signal: this.#lead.signal,
      onFailure: (error) => log.error({ err: error }, 'this server cannot begin to lead'),
    });
  }

  /** Goes on with what was on the air at the server that led before. */
  async #takeOver({ broadcasts }: Core, legacy: Legacy): Promise<void> {
    const engagements = ((await this.#bus.kept(ENGAGEMENTS)) ?? {}) as Engagements;
    for (const [id, engagement] of Object.entries(engagements)) {
      await broadcasts.takeOver(id, engagement, legacy.take(id));
    }
    legacy.releaseRest();
    await legacy.succeed();
    await broadcasts.resume();
  }

  async #end(): Promise<void> {
    const leading = this.#leading;
    if (!leading) return;
    this.#leading = undefined;
    const others = (await this.#bus.listeners(FEED).catch(() => 1)) - 1;
    this.#parts.log.info({ others }, 'this server leads no more');
    await leading.end(others > 0);
  }

  #reloadShareLinks(): void {
    const { access, log } = this.#parts;
    access.shareLinks.reload().catch((error: unknown) => {
      log.error({ err: error }, 'share links cannot be read again');
    });
  }
}

/** The time for which this server leads. */
class Leading {
  readonly core: Core;
  readonly #calls: Calls;
  readonly #speaker: Speaker;

  static async begin(
    core: Core,
    fence: number,
    { access, bus, calls, log }: Pick<ClusterParts, 'access' | 'log'> & { bus: Bus; calls: Calls },
  ): Promise<Leading> {
    const { broadcasts, alerts } = core;
    const speaker = await Speaker.open({ bus, fence, broadcasts, journal: alerts.journal, log });
    const validityOf = (facts: ValidityFacts) => access.validity(facts);
    await calls.serve((call) => answer(core.api, validityOf, call));
    return new Leading(core, calls, speaker);
  }

  private constructor(core: Core, calls: Calls, speaker: Speaker) {
    this.core = core;
    this.#calls = calls;
    this.#speaker = speaker;
  }

  /** @param hasHeir - whether there is another server, which goes on with what is on the air */
  async end(hasHeir: boolean): Promise<void> {
    await this.#calls.endServing();
    await this.#speaker.close();
    if (hasHeir) await this.core.handOver();
    else await this.core.close();
  }
}
