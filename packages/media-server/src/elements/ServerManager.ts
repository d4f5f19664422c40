import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { toKmd } from '../protocol/api/kmd.js';
import type { ControlPlane } from '../protocol/ControlPlane.js';
import { KurentoError } from '../protocol/errors.js';
import type { ElementContext } from './context.js';
import { MediaObject } from './MediaObject.js';
import { MediaPipeline } from './MediaPipeline.js';

/** The version of Kurento whose protocol this server speaks. */
const KURENTO_VERSION = '7.3.0';
const MAX_CPU_INTERVAL_MS = 60_000;

/** The one object that is always there: tells of the server, and of all objects made and gone. */
export class ServerManager extends MediaObject {
  static override readonly qualifiedType = 'kurento.ServerManager';

  /** Nothing is known beyond `info`. */
  readonly metadata = '';
  readonly #startedAt = new Date().toUTCString();

  constructor(
    context: ElementContext,
    private readonly plane: ControlPlane,
  ) {
    super(context, undefined, 'manager_ServerManager');
    plane.objects.on('added', (object) => this.emit('ObjectCreated', { object }));
    plane.objects.on('destroyed', ({ id }) => this.emit('ObjectDestroyed', { objectId: id }));
  }

  /** Kurento's ServerInfo; the capability `crowdlens` tells our server from Kurento's. */
  get info(): object {
    return {
      type: 'KMS',
      version: KURENTO_VERSION,
      capabilities: ['transactions', 'crowdlens'],
      modules: this.plane.api.modules.map(({ name, namespace, classes }) => ({
        name,
        version: KURENTO_VERSION,
        generationTime: this.#startedAt,
        factories: Object.keys(classes)
          .filter((type) => this.plane.factory(`${namespace}.${type}`))
          .sort(),
      })),
    };
  }

  get pipelines(): MediaPipeline[] {
    return [...this.plane.objects.values()].filter((object) => object instanceof MediaPipeline);
  }

  get sessions(): string[] {
    return this.plane.sessions.ids();
  }

  get mediaPipeline(): undefined {
    return undefined;
  }

  /** A module's description. Throws UNDEFINED (40500) for an unknown one. */
  getKmd(moduleName: string): string {
    const module = this.plane.api.modules.find(({ name }) => name === moduleName);
    if (!module) throw new KurentoError('UNDEFINED', "Requested kmd module doesn't exist");
    return toKmd(module, KURENTO_VERSION);
  }

  getCpuCount(): number {
    return availableParallelism();
  }

  /**
   * Percent of all processors together, over the next `intervalMs` (at most a minute): of all threads of the
   * media server and of its processes for viewers.
   */
  async getUsedCpu(intervalMs: number): Promise<number> {
    const before = { ...(await this.context.engine.usage()), at: performance.now() };
    await delay(Math.min(Math.max(intervalMs, 1), MAX_CPU_INTERVAL_MS), undefined, { ref: false });
    const { cpuUs } = await this.context.engine.usage();
    const availableUs = (performance.now() - before.at) * 1000 * this.getCpuCount();
    return (100 * (cpuUs - before.cpuUs)) / availableUs;
  }

  /**
   * What the server does and has done, as JSON: `[{ "name", "labels": { … }, "value" }, …]`, for
   * Prometheus. Kurento does not have it.
   */
  getMetrics(): string {
    return JSON.stringify([
      ...this.context.engine.samples(),
      { name: 'pipelines', labels: {}, value: this.pipelines.length },
      { name: 'sessions', labels: {}, value: this.sessions.length },
      { name: 'objects', labels: {}, value: this.plane.objects.size },
    ]);
  }

  /** Kibibytes in memory, of the media server and its processes for viewers; what they share counts in each. */
  async getUsedMemory(): Promise<number> {
    const { memoryBytes } = await this.context.engine.usage();
    return Math.round(memoryBytes / 1024);
  }

  /** Lives as long as the server. */
  override release(): Promise<void> {
    return Promise.resolve();
  }
}
