import { setImmediate, setTimeout } from 'node:timers/promises';
import type { EncodedVideoFrame } from '../../frames.js';
import { PixelError } from '../errors.js';
import type { Picture } from '../codec/Picture.js';
import { openSource } from '../player/openSource.js';
import { PlaybackClock } from '../player/PlaybackClock.js';
import type { PlayerItem, PlayerSource } from '../player/PlayerSource.js';
import { Stopwatch } from '../Stopwatch.js';
import type { NodeId, PlayerInfo, PlayerOptions, PlayerState } from '../types.js';
import { PixelNode } from './PixelNode.js';
import type { NodeContext } from './PixelNode.js';
import { UndecodedPictures } from './UndecodedPictures.js';

/** Pictures later than this are not passed on: more recent ones are about to come. */
const LATE_MS = 80;
const TELL_INTERVAL_US = 1_000_000;

/** What is played, and how. */
export interface Playback extends PlayerOptions {
  readonly uri: string;
}

/** Plays a source in real time on the pipeline's clock: its pictures downstream, its sound to the main thread. */
export class PlayerNode extends PixelNode {
  readonly info: PlayerInfo;
  readonly #playback: Playback;
  readonly #undecoded = new UndecodedPictures();
  /** Closed where there is nothing to return to: while a live source is paused, and at the end. */
  #source: PlayerSource | undefined;
  #playing: { readonly abort: AbortController; readonly done: Promise<void> } | undefined;
  /** Commands run one after the other; each may have to wait for a pending read. */
  #commands: Promise<void> = Promise.resolve();
  #state: PlayerState = 'stopped';
  #toldUs = Number.NEGATIVE_INFINITY;
  /** Aborted when the player is closed. */
  readonly #lifetime = new AbortController();

  constructor(
    id: NodeId,
    context: NodeContext,
    playback: Playback,
    source: PlayerSource,
    stopwatch: Stopwatch,
  ) {
    super(id, 'player', context, stopwatch);
    this.#playback = playback;
    this.#source = source;
    this.info = source.info;
  }

  /** @throws PixelError `CANNOT_OPEN`. */
  static async open(
    id: NodeId,
    context: NodeContext,
    playback: Playback,
    signal: AbortSignal,
  ): Promise<PlayerNode> {
    const stopwatch = new Stopwatch();
    const source = await openSource(playback.uri, playback, stopwatch, signal);
    return new PlayerNode(id, context, playback, source, stopwatch);
  }

  play(): void {
    this.#enqueue(async () => {
      if (this.#state === 'playing') return;
      this.#start(await this.#openSource());
    });
  }

  pause(): void {
    this.#enqueue(async () => {
      if (this.#state !== 'playing') return;
      await this.#halt();
      this.#setState('paused');
    });
  }

  stop(): void {
    this.#enqueue(async () => {
      if (this.#state === 'stopped') return;
      await this.#halt();
      // A server that gives no parts of a file is asked for it anew.
      await this.#source?.seek(0).catch(() => this.#dropSource());
      this.#setState('stopped');
    });
  }

  /** Ignored by sources that cannot. */
  seek(positionMs: number): void {
    this.#enqueue(async () => {
      if (!this.info.seekable) return;
      const wasPlaying = this.#state === 'playing';
      await this.#halt();
      const source = await this.#openSource();
      await source.seek(positionMs * 1000);
      if (wasPlaying) this.#start(source);
    });
  }

  override async close(): Promise<void> {
    this.#lifetime.abort();
    await super.close();
    this.#playing?.abort.abort();
    await this.#source?.close();
    await this.#commands;
    await this.#playing?.done;
    // A command that was under way may have opened it anew.
    await this.#source?.close();
    this.#undecoded.close();
  }

  protected process(): never {
    throw new PixelError('BAD_CONNECTION', `The player ${this.id} takes no pictures`);
  }

  #enqueue(command: () => Promise<void>): void {
    this.#commands = this.#commands.then(async () => {
      if (this.#lifetime.signal.aborted) return;
      try {
        await command();
      } catch (error) {
        await this.#giveUp(error);
      }
    });
  }

  async #openSource(): Promise<PlayerSource> {
    const { signal } = this.#lifetime;
    this.#source ??= await openSource(this.#playback.uri, this.#playback, this.stopwatch, signal);
    return this.#source;
  }

  #start(source: PlayerSource): void {
    // Closed while its command had to wait: nobody would end what begins now.
    if (this.#lifetime.signal.aborted) return;
    this.#setState('playing');
    const abort = new AbortController();
    this.#playing = { abort, done: this.#playOut(source, abort.signal) };
  }

  /** What cannot be continued from where it is, is closed. */
  async #halt(): Promise<void> {
    this.#playing?.abort.abort();
    if (!this.info.seekable) await this.#dropSource();
    await this.#playing?.done;
    this.#playing = undefined;
  }

  async #dropSource(): Promise<void> {
    const source = this.#source;
    this.#source = undefined;
    await source?.close();
  }

  async #playOut(source: PlayerSource, signal: AbortSignal): Promise<void> {
    const clock = new PlaybackClock(source.isLive);
    try {
      while (!signal.aborted) {
        const item = await source.read();
        if (item === undefined) {
          if (!signal.aborted) await this.#end();
          return;
        }
        await this.#playItem(item, clock, signal);
      }
    } catch (error) {
      if (!signal.aborted) await this.#giveUp(error);
    }
  }

  async #playItem(item: PlayerItem, clock: PlaybackClock, signal: AbortSignal): Promise<void> {
    const dueUs = clock.due(item.positionUs);
    const wait = clock.millisecondsTo(dueUs);
    await pause(wait, signal);
    this.#emit(item, dueUs, signal.aborted || wait < -LATE_MS);
  }

  #emit(item: PlayerItem, timestampUs: number, drop: boolean): void {
    this.countIn();
    if (item.kind === 'audio') {
      if (!drop && !this.context.isCongested()) {
        this.context.report('audio', this.id, { codec: 'OPUS', timestampUs, data: item.data });
      }
    } else if (item.kind === 'frame') {
      this.#emitFrame({ ...item.frame, timestampUs });
    } else if (drop) {
      this.countDropped('late');
      item.picture.close();
    } else {
      item.picture.timestampUs = timestampUs;
      this.#tell(timestampUs);
      this.deliver(item.picture);
    }
  }

  /** As late as it may be: the next ones need it. */
  #emitFrame(frame: EncodedVideoFrame): void {
    this.#tell(frame.timestampUs);
    if (!this.isUsed) this.#undecoded.close();
    else for (const picture of this.#decode(frame)) this.deliver(picture);
    if (!this.#undecoded.admit(frame, this.context.isCongested())) this.countDropped('congested');
    else this.context.report('encoded', this.id, frame);
  }

  #decode(frame: EncodedVideoFrame): Picture[] {
    return this.stopwatch.time(() => this.#undecoded.decode(frame));
  }

  #tell(timestampUs: number): void {
    if (timestampUs - this.#toldUs < TELL_INTERVAL_US) return;
    this.#toldUs = timestampUs;
    this.context.report('pictures', this.id);
  }

  async #end(): Promise<void> {
    await this.#dropSource();
    this.#setState('ended');
  }

  /** The player stays, and {@link play} tries again. */
  async #giveUp(error: unknown): Promise<void> {
    await this.#dropSource();
    this.#setState('failed', error instanceof Error ? error.message : String(error));
  }

  #setState(state: PlayerState, reason?: string): void {
    if (this.#state === state || this.#lifetime.signal.aborted) return;
    this.#state = state;
    if (reason === undefined) this.context.report('playerState', this.id, state);
    else this.context.report('playerState', this.id, state, reason);
  }
}

/** Ends early when broken off. Even without a wait, the worker gets to see its messages. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0) await setImmediate();
  else await setTimeout(milliseconds, undefined, { signal }).catch(() => undefined);
}
