import { EventEmitter } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ResourceLimits, Transferable } from 'node:worker_threads';
import type { EncodedAudioFrame, EncodedVideoFrame, VideoCodecName } from '../frames.js';
import { isVideo } from '../frames.js';
import type { OverlayMode } from '../overlayMode.js';
import { Backlog } from './Backlog.js';
import { FrameInput } from './FrameInput.js';
import { PixelError } from './errors.js';
import { COUNTED_EVENTS } from './messages.js';
import type {
  CallMessage,
  ErrorMessage,
  EventMessage,
  WorkerCalls,
  WorkerMessage,
  WorkerSetup,
} from './messages.js';
import type { TranscoderOptions } from './LiveTranscoder.js';
import type { RecordingOptions } from './recorder/Recording.js';
import type {
  CrowdNodeOptions,
  EncoderOptions,
  EncoderTarget,
  NodeId,
  PixelEvents,
  PixelGraph,
  PixelLoad,
  PixelStats,
  PlayerInfo,
  PlayerOptions,
} from './types.js';

export interface PixelWorkerOptions {
  /** Bounds of the worker's JavaScript heap; beyond them it dies and says so (`died`). */
  readonly resourceLimits?: ResourceLimits;
  /** Flags of Node.js for the thread; those of the process by default. */
  readonly execArgv?: string[];
}

const ROLL_CALL_MS = 1000;
/** A worker that does not answer so many roll calls hangs. It cannot be ended, only given up. */
const MAX_UNANSWERED = 5;
/** So many before its first answer: on a busy machine it takes seconds to load the codecs. */
const MAX_UNANSWERED_AT_START = 30;

/** A worker that has not ended after this time hangs in native code. */
const CLOSE_TIMEOUT_MS = 15_000;
/** Frames that a recording may be behind: some seconds of a slow disk. */
const MAX_UNWRITTEN = 512;

interface PendingReply {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** The main thread's handle on a pipeline's worker thread. */
export class PixelWorker extends EventEmitter<PixelEvents> implements PixelGraph {
  readonly #worker: Worker;
  readonly #outbound: Backlog;
  /** Of decoders, transcoders and recordings. */
  readonly #inputs = new Map<NodeId, FrameInput>();
  readonly #pending = new Map<number, PendingReply>();
  readonly #exited: Promise<void>;
  readonly #rollCall: NodeJS.Timeout;
  #hasStarted = false;
  #unanswered = 0;
  #replies = 0;
  #dead = false;
  #closing: Promise<void> | undefined;

  private constructor(worker: Worker, outbound: Backlog) {
    super();
    this.#worker = worker;
    this.#outbound = outbound;
    worker.on('message', (message: WorkerMessage) => this.#onMessage(message));
    worker.on('error', (error) => this.#onDeath(error));
    this.#rollCall = setInterval(() => this.#callRoll(), ROLL_CALL_MS).unref();
    this.#exited = new Promise((resolve) => {
      worker.once('exit', () => {
        this.#onDeath(new Error('It ended by itself'));
        resolve();
      });
    });
  }

  /** Starts the thread. @throws PixelError `WORKER_DIED` when it does not come up. */
  static async create(options: PixelWorkerOptions = {}): Promise<PixelWorker> {
    const outbound = new Backlog();
    const setup: WorkerSetup = { outbound: outbound.memory };
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData: setup,
      ...options,
    });
    const handle = new PixelWorker(worker, outbound);
    await handle.#request('stats', []);
    handle.#hasStarted = true;
    handle.#unanswered = 0;
    return handle;
  }

  addDecoder(id: NodeId, codec: VideoCodecName): void {
    const input = new FrameInput();
    this.#inputs.set(id, input);
    this.#call('addDecoder', [id, codec, input.waiting.memory]);
  }

  decode(id: NodeId, frame: EncodedVideoFrame): void {
    this.#feed('decode', id, frame);
  }

  addPlayer(id: NodeId, uri: string, options: PlayerOptions = {}): Promise<PlayerInfo> {
    return this.#request('addPlayer', [id, uri, options]);
  }

  play(id: NodeId): void {
    this.#call('play', [id]);
  }

  pause(id: NodeId): void {
    this.#call('pause', [id]);
  }

  stop(id: NodeId): void {
    this.#call('stop', [id]);
  }

  seek(id: NodeId, positionMs: number): void {
    this.#call('seek', [id, positionMs]);
  }

  addCrowd(id: NodeId, options: CrowdNodeOptions): void {
    this.#call('addCrowd', [id, options]);
  }

  setProcessingWidth(id: NodeId, width: number): void {
    this.#call('setProcessingWidth', [id, width]);
  }

  setOverlay(id: NodeId, mode: OverlayMode): void {
    this.#call('setOverlay', [id, mode]);
  }

  takeSnapshot(id: NodeId): Promise<Uint8Array> {
    return this.#request('takeSnapshot', [id]);
  }

  addEncoder(id: NodeId, options: EncoderOptions): void {
    this.#call('addEncoder', [id, options]);
  }

  setEncoderTarget(id: NodeId, target: EncoderTarget): void {
    this.#call('setEncoderTarget', [id, target]);
  }

  requestKeyFrame(id: NodeId): void {
    this.#call('requestKeyFrame', [id]);
  }

  addTranscoder(id: NodeId, options: TranscoderOptions): void {
    const input = new FrameInput();
    this.#inputs.set(id, input);
    this.#call('addTranscoder', [id, options, input.waiting.memory]);
  }

  transcode(id: NodeId, frame: EncodedAudioFrame): void {
    this.#feed('transcode', id, frame);
  }

  addRecording(id: NodeId, options: RecordingOptions): void {
    const input = new FrameInput({ maxWaiting: MAX_UNWRITTEN, startsAtKeyFrame: true });
    this.#inputs.set(id, input);
    this.#call('addRecording', [id, options, input.waiting.memory]);
  }

  record(id: NodeId, frame: EncodedVideoFrame | EncodedAudioFrame): void {
    this.#feed('record', id, frame);
  }

  pauseRecording(id: NodeId): void {
    this.#inputs.get(id)?.restart();
    this.#call('pauseRecording', [id]);
  }

  finishRecording(id: NodeId): Promise<void> {
    this.#inputs.delete(id);
    return this.#request('finishRecording', [id]);
  }

  setUpstream(id: NodeId, upstream: NodeId | undefined): void {
    this.#call('setUpstream', [id, upstream]);
  }

  remove(id: NodeId): void {
    this.#inputs.delete(id);
    this.#call('remove', [id]);
  }

  async stats(): Promise<PixelStats> {
    const stats = { ...(await this.#request('stats', [])) };
    for (const [id, { framesDropped }] of this.#inputs) {
      const node = stats[id];
      if (node === undefined) continue;
      stats[id] = {
        ...node,
        framesDropped: node.framesDropped + framesDropped,
        drops: { ...node.drops, queue_full: framesDropped },
      };
    }
    return stats;
  }

  /** @throws PixelError `WORKER_STUCK`; a thread that hangs in native code ends with its process only. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  get #load(): PixelLoad {
    const waiting = Array.from(this.#inputs.values(), ({ waiting }) => waiting.size);
    return { in: waiting.reduce((sum, size) => sum + size, 0), out: this.#outbound.size };
  }

  async #close(): Promise<void> {
    if (!this.#dead) this.#post({ method: 'close', args: [] });
    this.#dead = true;
    clearInterval(this.#rollCall);
    this.#rejectPending(new PixelError('WORKER_CLOSED', 'The pipeline was closed meanwhile'));
    let timer: NodeJS.Timeout | undefined;
    const stuck = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new PixelError('WORKER_STUCK', 'The pixel worker does not end: end the process'));
      }, CLOSE_TIMEOUT_MS);
    });
    await Promise.race([this.#exited, stuck]).finally(() => clearTimeout(timer));
  }

  #feed<M extends 'decode' | 'transcode' | 'record'>(
    method: M,
    id: NodeId,
    frame: Parameters<WorkerCalls[M]>[1],
  ): void {
    const input = this.#inputs.get(id);
    if (input === undefined || this.#dead) return;
    if (!input.admit(frame)) {
      if (isVideo(frame)) this.#requestKeyFrameFor(id);
      return;
    }
    // Others may read the same bytes, so the worker gets a copy for itself.
    const data = new Uint8Array(frame.data);
    const args = [id, { ...frame, data }] as Parameters<WorkerCalls[M]>;
    this.#call(method, args, [data.buffer]);
  }

  #call<M extends keyof WorkerCalls>(
    method: M,
    args: Parameters<WorkerCalls[M]>,
    transfer: Transferable[] = [],
  ): void {
    if (!this.#dead) this.#post({ method, args } as CallMessage, transfer);
  }

  #request<M extends keyof WorkerCalls>(
    method: M,
    args: Parameters<WorkerCalls[M]>,
  ): Promise<Awaited<ReturnType<WorkerCalls[M]>>> {
    return new Promise((resolve, reject) => {
      if (this.#dead) {
        reject(new PixelError('WORKER_CLOSED', 'The pixel worker has ended'));
        return;
      }
      const reply = ++this.#replies;
      this.#pending.set(reply, { resolve, reject });
      this.#post({ method, args, reply } as CallMessage);
    });
  }

  #post(message: CallMessage, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #onMessage(message: WorkerMessage): void {
    if (message.kind === 'event') this.#onEvent(message);
    else if (message.kind === 'failed') this.#onFailure(message.node, message.error);
    else this.#onReply(message);
  }

  #onReply(message: Extract<WorkerMessage, { reply: number }>): void {
    const pending = this.#pending.get(message.reply);
    this.#pending.delete(message.reply);
    if (message.kind === 'result') pending?.resolve(message.value as never);
    else pending?.reject(new PixelError(message.error.code, message.error.message));
  }

  #onEvent({ event, args }: EventMessage): void {
    if (COUNTED_EVENTS.has(event)) this.#outbound.leave();
    // After close() nobody expects anything any more.
    if (this.#dead) return;
    if (event === 'keyFrameNeeded') this.#requestKeyFrameFor(args[0]);
    else this.emit(event, ...args);
  }

  #onFailure(id: NodeId, { code, message }: ErrorMessage): void {
    this.#inputs.delete(id);
    if (!this.#dead) this.emit('failed', id, new PixelError(code, message));
  }

  #requestKeyFrameFor(id: NodeId): void {
    if (this.#inputs.get(id)?.mayRequestKeyFrame() === true) this.emit('keyFrameNeeded', id);
  }

  /** Counts what this thread could have heard an answer to: it may have been held up itself. */
  #callRoll(): void {
    const max = this.#hasStarted ? MAX_UNANSWERED : MAX_UNANSWERED_AT_START;
    if (this.#unanswered++ === 0) {
      const answered = (stats: PixelStats) => {
        this.#unanswered = 0;
        if (!this.#dead) this.emit('stats', stats, this.#load);
      };
      this.stats().then(answered, () => {});
    } else if (this.#unanswered > max) {
      // Should it wake up again, it ends.
      this.#post({ method: 'close', args: [] });
      this.#worker.unref();
      this.#onDeath(new Error(`It has not answered for ${max} s`));
    }
  }

  #onDeath(cause: Error): void {
    if (this.#dead) return;
    this.#dead = true;
    clearInterval(this.#rollCall);
    this.#inputs.clear();
    const error = new PixelError('WORKER_DIED', `The pixel worker died: ${cause.message}`, {
      cause,
    });
    this.#rejectPending(error);
    this.emit('died', error);
  }

  #rejectPending(error: PixelError): void {
    for (const pending of this.#pending.values()) pending.reject(error);
    this.#pending.clear();
  }
}
