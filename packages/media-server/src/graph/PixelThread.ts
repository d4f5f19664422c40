import type { Logger } from 'pino';
import type { EncodedAudioFrame } from '../frames.js';
import type { OverlayMode } from '../overlayMode.js';
import { PixelError } from '../pixels/errors.js';
import type { NodeId, PixelEvents, PixelGraph } from '../pixels/types.js';
import type { PixelWorker } from '../pixels/PixelWorker.js';
import type { IncomingVideo, Part } from './parts.js';
import { PixelStages, type LimitsOf } from './PixelStages.js';
import type { PlannedNode } from './plan.js';

export type OpenPixels = () => Promise<PixelWorker>;

type Listener<E extends keyof PixelEvents> = (...args: PixelEvents[E]) => void;

/** What the thread's owner hears of it. */
export interface PixelListeners {
  readonly encoded: Listener<'encoded'>;
  readonly audio: Listener<'audio'>;
  readonly crowd: Listener<'crowd'>;
  readonly pictures: Listener<'pictures'>;
  readonly keyFrameNeeded: Listener<'keyFrameNeeded'>;
  readonly playerState: Listener<'playerState'>;
  readonly stats: Listener<'stats'>;
  readonly failed: Listener<'failed'>;
  readonly died: Listener<'died'>;
  /** Stages can be made, or have to be made anew: apply the plan again. */
  readonly changed: () => void;
}

/** What failed is made anew after this time; sooner it would only fail again. */
const RETRY_MS = 1000;

/**
 * A pipeline's worker thread, which exists once pixels are needed. When it dies, another takes its
 * place: the next plan is applied to that one.
 */
export class PixelThread {
  readonly #open: OpenPixels;
  readonly #limitsOf: LimitsOf;
  readonly #log: () => Logger;
  readonly #listeners: PixelListeners;
  #opening: Promise<PixelWorker> | undefined;
  #running: { worker: PixelWorker; stages: PixelStages } | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    options: { openPixels: OpenPixels; limitsOf: LimitsOf; log: () => Logger },
    listeners: PixelListeners,
  ) {
    this.#open = options.openPixels;
    this.#limitsOf = options.limitsOf;
    this.#log = options.log;
    this.#listeners = listeners;
  }

  /** The worker, started if need be. */
  open(): Promise<PixelGraph> {
    return (this.#opening ??= this.#start());
  }

  apply(nodes: ReadonlyMap<NodeId, PlannedNode>, partOf: (id: NodeId) => Part | undefined): void {
    if (this.#running) this.#running.stages.apply(nodes, partOf);
    else if (nodes.size > 0 && !this.#retry) this.open().catch(() => this.#retryLater());
  }

  transcode(transcoder: NodeId, frame: EncodedAudioFrame): void {
    this.#running?.worker.transcode(transcoder, frame);
  }

  requestKeyFrame(encoder: NodeId): void {
    this.#running?.worker.requestKeyFrame(encoder);
  }

  setProcessingWidth(filter: NodeId, width: number): void {
    this.#running?.worker.setProcessingWidth(filter, width);
  }

  setOverlay(filter: NodeId, mode: OverlayMode): void {
    this.#running?.worker.setOverlay(filter, mode);
  }

  /** @throws PixelError `NO_PICTURE` */
  async takeSnapshot(filter: NodeId): Promise<Uint8Array> {
    if (this.#running) return this.#running.worker.takeSnapshot(filter);
    throw new PixelError('NO_PICTURE', `The filter ${filter} gets no pictures`);
  }

  adjustEncoders(cameraOf: (id: NodeId) => IncomingVideo | undefined): void {
    this.#running?.stages.adjustEncoders(cameraOf);
  }

  describe(): ReturnType<PixelStages['describe']> {
    return this.#running?.stages.describe() ?? [];
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    const worker = await this.#opening?.catch(() => undefined);
    await worker?.close();
  }

  async #start(): Promise<PixelWorker> {
    const worker = await this.#open();
    if (this.#closed) return worker; // close() waits for it
    const stages = new PixelStages(worker, this.#limitsOf);
    this.#running = { worker, stages };
    for (const event of forwarded) worker.on(event, this.#listeners[event]);
    worker.on('failed', (node, error) => {
      this.#log().error({ err: error, node }, 'a stage failed');
      stages.forget(node);
      this.#listeners.failed(node, error);
      this.#retryLater();
    });
    worker.on('died', (error) => {
      this.#log().error({ err: error }, 'the worker thread of a pipeline died');
      this.#opening = undefined;
      this.#running = undefined;
      for (const { id, kind } of stages.describe()) {
        if (kind === 'player') this.#listeners.failed(id, error);
      }
      stages.close();
      this.#listeners.died(error);
      this.#retryLater();
    });
    this.#listeners.changed();
    return worker;
  }

  #retryLater(): void {
    this.#opening = this.#running ? this.#opening : undefined;
    if (this.#closed) return;
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      this.#listeners.changed();
    }, RETRY_MS);
  }
}

const forwarded = [
  'encoded',
  'audio',
  'crowd',
  'pictures',
  'keyFrameNeeded',
  'playerState',
  'stats',
] as const;
