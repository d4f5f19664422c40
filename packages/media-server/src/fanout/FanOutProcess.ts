import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { Logger } from 'pino';
import type { VideoSource } from '../rtp/send/VideoLadder.js';
import type { ProcessUsage } from '../metrics/ProcessUsage.js';
import type { Sample } from '../metrics/Sample.js';
import { FanOutError } from './errors.js';
import type {
  CallMessage,
  EventMessage,
  FanOutCalls,
  PeerEvent,
  ProcessMessage,
  RemoteId,
} from './messages.js';

const ROLL_CALL_MS = 1000;
/** A process that does not answer so many roll calls hangs, and is killed. */
const MAX_UNANSWERED = 5;
/** Likewise before its first answer: it may take long to start on a busy machine. */
const MAX_UNANSWERED_AT_START = 30;
/** How long it may take to end by itself. */
const GRACE_MS = 2000;

/** What stands in the media server for a peer of the process. */
export interface PeerListener {
  told(event: PeerEvent): void;
  /** The process, and the peer with it, is gone. */
  lost(error: Error): void;
}

/** What stands in the media server for a stream of the process. */
export interface StreamListener {
  frameDone(source: VideoSource): void;
  keyFrameNeeded(source: VideoSource): void;
  smallNeeded(isNeeded: boolean): void;
}

interface FanOutProcessEvents {
  /** What its connections have counted so far; every second. */
  counted: [counters: readonly Sample[]];
  /** It serves no peer any more. */
  empty: [];
  /** It ended though nobody had asked it to, or it hung and was killed. */
  died: [error: Error];
}

interface PendingReply {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** The media server's handle on a process that serves viewers. */
export class FanOutProcess extends EventEmitter<FanOutProcessEvents> {
  /** Resolves when it has ended, for whatever reason. */
  readonly exited: Promise<void>;
  readonly #child: ChildProcess;
  readonly #log: Logger;
  readonly #rollCall: NodeJS.Timeout;
  readonly #peers = new Map<RemoteId, PeerListener>();
  readonly #streams = new Map<RemoteId, StreamListener>();
  readonly #pending = new Map<number, PendingReply>();
  #lastId = 0;
  #unanswered = 0;
  /** Since the last roll call. */
  #framesLeftOut = 0;
  #hasStarted = false;
  #lastUsage: ProcessUsage = { cpuUs: 0, memoryBytes: 0 };
  #isOver = false;

  /** @param udpMuxPort The one UDP port of its peers. */
  constructor(
    log: Logger,
    readonly udpMuxPort: number | undefined,
  ) {
    super();
    this.#log = log;
    this.#child = fork(new URL('./child.js', import.meta.url), {
      serialization: 'advanced',
      // Flags of this process, such as --inspect, are not for the child.
      execArgv: [],
    });
    this.#child.on('message', (message: ProcessMessage) => this.#onMessage(message));
    this.exited = new Promise((resolve) => {
      this.#child.on('error', (error) => {
        this.#onDeath(error);
        // What could not be started does not exit.
        if (this.pid === undefined) resolve();
      });
      this.#child.once('exit', (code, signal) => {
        this.#onDeath(new Error(`it ended by itself (${String(signal ?? code)})`));
        resolve();
      });
    });
    this.#rollCall = setInterval(() => this.#callRoll(), ROLL_CALL_MS).unref();
    this.#callRoll();
  }

  /** Of the operating system. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Number of peers. */
  get size(): number {
    return this.#peers.size;
  }

  /** As it told last. */
  get lastUsage(): ProcessUsage {
    return this.#lastUsage;
  }

  /** Whether it has answered yet. */
  get hasStarted(): boolean {
    return this.#hasStarted;
  }

  /** What it takes now; of one that ends meanwhile, what it took before. */
  async usage(): Promise<ProcessUsage> {
    await this.#askForReport();
    return this.#lastUsage;
  }

  addPeer(listener: PeerListener): RemoteId {
    this.#peers.set(++this.#lastId, listener);
    return this.#lastId;
  }

  removePeer(id: RemoteId): void {
    if (!this.#peers.delete(id)) return;
    this.call('removePeer', id);
    if (this.#peers.size === 0) this.emit('empty');
  }

  addStream(listener: StreamListener): RemoteId {
    this.#streams.set(++this.#lastId, listener);
    return this.#lastId;
  }

  removeStream(id: RemoteId): void {
    if (this.#streams.delete(id)) this.call('removeStream', id);
  }

  /** Counts a frame that was not sent, since the process is behind. */
  leaveOut(): void {
    this.#framesLeftOut++;
  }

  /** A call whose result nobody needs; ignored when the process is gone. */
  call<M extends keyof FanOutCalls>(method: M, ...args: Parameters<FanOutCalls[M]>): void {
    this.#send({ method, args } as CallMessage);
  }

  /** @throws FanOutError with the code of the error in the process, or PROCESS_DIED */
  request<M extends keyof FanOutCalls>(
    method: M,
    ...args: Parameters<FanOutCalls[M]>
  ): Promise<Awaited<ReturnType<FanOutCalls[M]>>> {
    return new Promise((resolve, reject) => {
      if (this.#isOver) {
        reject(
          new FanOutError('PROCESS_DIED', 'The process of this viewer has ended: connect anew.'),
        );
        return;
      }
      const reply = ++this.#lastId;
      this.#pending.set(reply, { resolve, reject });
      this.#send({ method, args, reply } as CallMessage);
    });
  }

  /** Lets the process end, and makes it after 2 s. Idempotent. */
  async close(): Promise<void> {
    this.#end(new FanOutError('PROCESS_DIED', 'The media server is closing.'));
    if (this.#child.connected) this.#child.disconnect();
    const force = setTimeout(() => this.#child.kill('SIGKILL'), GRACE_MS);
    await this.exited;
    clearTimeout(force);
  }

  #send(message: CallMessage): void {
    // What cannot be sent is answered by the process's end.
    if (!this.#isOver) this.#child.send(message, () => {});
  }

  #onMessage(message: ProcessMessage): void {
    if (message.kind === 'event') {
      if (!this.#isOver) this.#onEvent(message);
      return;
    }
    const pending = this.#pending.get(message.reply);
    this.#pending.delete(message.reply);
    if (message.kind === 'result') pending?.resolve(message.value as never);
    else pending?.reject(new FanOutError(message.code, message.text));
  }

  #onEvent({ event, args }: EventMessage): void {
    if (event === 'peer') this.#peers.get(args[0])?.told(args[1]);
    else if (event === 'frameDone') this.#streams.get(args[0])?.frameDone(args[1]);
    else if (event === 'keyFrameNeeded') this.#streams.get(args[0])?.keyFrameNeeded(args[1]);
    else if (event === 'smallNeeded') this.#streams.get(args[0])?.smallNeeded(args[1]);
    else this.#log.error({ err: args[0], pid: this.pid }, 'a process for viewers failed in a call');
  }

  /** Counts what this process could have heard an answer to: it may have been held up itself. */
  #callRoll(): void {
    this.#tellOfFrames();
    const max = this.#hasStarted ? MAX_UNANSWERED : MAX_UNANSWERED_AT_START;
    if (this.#unanswered++ === 0) void this.#askForReport();
    else if (this.#unanswered > max) {
      this.#onDeath(new Error(`it has not answered for ${max} s`));
    }
  }

  async #askForReport(): Promise<void> {
    try {
      const { usage, counters } = await this.request('rollCall');
      this.#hasStarted = true;
      this.#unanswered = 0;
      this.#lastUsage = usage;
      if (!this.#isOver) this.emit('counted', counters);
    } catch {
      // Its end is told by `died`.
    }
  }

  #tellOfFrames(): void {
    if (this.#framesLeftOut === 0) return;
    const { pid } = this;
    this.#log.warn(
      { pid, frames: this.#framesLeftOut },
      'a process for viewers is behind: frames are left out',
    );
    this.#framesLeftOut = 0;
  }

  #onDeath(cause: Error): void {
    if (this.#isOver) return;
    const message = `A process for viewers died: ${cause.message}`;
    const error = new FanOutError('PROCESS_DIED', message, { cause });
    this.#log.error(
      { err: error, pid: this.pid, viewers: this.size },
      'a process for viewers died',
    );
    this.#child.kill('SIGKILL');
    this.#end(error);
    this.emit('died', error);
  }

  #end(error: FanOutError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#rollCall);
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
    for (const peer of this.#peers.values()) peer.lost(error);
    this.#peers.clear();
    this.#streams.clear();
  }
}
