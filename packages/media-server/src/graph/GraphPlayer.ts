import type { Player, PlayerEvents } from '../elements/media.js';
import type { VideoInfo } from '../elements/types.js';
import type { EncodedVideoFrame } from '../frames.js';
import type { PixelGraph, PlayerInfo, PlayerOptions, PlayerState } from '../pixels/types.js';
import { KurentoError } from '../protocol/errors.js';
import type { PlayerPart } from './parts.js';
import { PlayedVideo } from './PlayedVideo.js';

const NOTHING_OPEN: PlayerInfo = {
  seekable: false,
  durationMs: 0,
  hasVideo: false,
  hasAudio: false,
};

/** A source that plays in the pipeline's worker, under its endpoint's id. */
export class GraphPlayer implements Player {
  readonly #id: string;
  readonly #options: PlayerOptions;
  readonly #pixels: () => Promise<PixelGraph>;
  readonly #events: PlayerEvents;
  readonly #changed: () => void;
  #opened: { pixels: PixelGraph; info: PlayerInfo; video: PlayedVideo | undefined } | undefined;
  #opening: Promise<void> | undefined;
  /** Whether it is to play, once it is open. */
  #isWanted = false;
  /** The worker that was asked for the player, until the player is removed from it. */
  #asked: PixelGraph | undefined;
  /** Where playing began or stands, and since when it runs (both milliseconds). */
  #clock = { positionMs: 0, runningSinceMs: undefined as number | undefined };
  #closed = false;

  constructor(
    { id, useEncodedMedia }: { readonly id: string; readonly useEncodedMedia: boolean },
    pixels: () => Promise<PixelGraph>,
    events: PlayerEvents,
    changed: () => void,
  ) {
    this.#id = id;
    this.#options = { useEncodedMedia };
    this.#pixels = pixels;
    this.#events = events;
    this.#changed = changed;
  }

  get part(): PlayerPart {
    return { kind: 'player', isOpen: this.#opened !== undefined, video: this.#opened?.video };
  }

  get info(): VideoInfo {
    const { seekable, durationMs } = this.#opened?.info ?? NOTHING_OPEN;
    return { isSeekable: seekable, seekableInit: 0, seekableEnd: durationMs, duration: durationMs };
  }

  /** By the clock: sources are played in real time. */
  get position(): number {
    const { positionMs, runningSinceMs } = this.#clock;
    const playedMs = runningSinceMs === undefined ? 0 : performance.now() - runningSinceMs;
    return Math.round(Math.min(positionMs + playedMs, this.#opened?.info.durationMs || Infinity));
  }

  async play(uri: string): Promise<boolean> {
    this.#isWanted = true;
    if (!this.#opened) await (this.#opening ??= this.#open(uri));
    if (!this.#isWanted || !this.#opened) return false;
    this.#opened.pixels.play(this.#id);
    this.#clock = { positionMs: this.position, runningSinceMs: performance.now() };
    return true;
  }

  pause(): void {
    this.#isWanted = false;
    this.#opened?.pixels.pause(this.#id);
    this.#clock = { positionMs: this.position, runningSinceMs: undefined };
  }

  stop(): void {
    this.#isWanted = false;
    this.#opened?.pixels.stop(this.#id);
    this.#clock = { positionMs: 0, runningSinceMs: undefined };
  }

  seek(positionMs: number): void {
    if (!this.#opened?.info.seekable) {
      throw new KurentoError('PLAYER_SEEK_FAIL', 'This source cannot seek, or is not open yet');
    }
    this.#opened.pixels.seek(this.#id, positionMs);
    this.#clock = { ...this.#clock, positionMs };
    if (this.#clock.runningSinceMs !== undefined) this.#clock.runningSinceMs = performance.now();
  }

  close(): void {
    this.#closed = true;
    this.#forget();
  }

  /** A picture that was left undecoded. */
  played(frame: EncodedVideoFrame): void {
    this.#opened?.video?.emit('frame', frame);
  }

  /** The worker tells of its player. */
  stateChanged(state: PlayerState, reason: string | undefined): void {
    if (state === 'ended') {
      this.#clock = { positionMs: 0, runningSinceMs: undefined };
      this.#events.endOfStream();
    }
    if (state === 'failed') this.failed(reason ?? 'The source can no longer be read');
  }

  /** The source is gone; another `play` opens it anew. */
  failed(reason: string): void {
    this.#forget();
    this.#events.failed(reason);
  }

  async #open(uri: string): Promise<void> {
    try {
      const pixels = await this.#pixels();
      if (this.#closed) return;
      this.#asked = pixels;
      const info = await pixels.addPlayer(this.#id, uri, this.#options);
      if (this.#closed) return;
      const video = info.videoCodec && new PlayedVideo(info.videoCodec);
      this.#opened = { pixels, info, video };
      this.#changed();
    } finally {
      this.#opening = undefined;
    }
  }

  #forget(): void {
    this.#asked?.remove(this.#id);
    this.#asked = undefined;
    this.#opened = undefined;
    this.#clock = { positionMs: 0, runningSinceMs: undefined };
    // A plan without a released element is its pipeline's affair.
    if (!this.#closed) this.#changed();
  }
}
