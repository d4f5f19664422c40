import type { EncodedVideoFrame } from '../../frames.js';
import { Rendition } from './Rendition.js';

/** Where frames come from: the stream itself, or a smaller picture of the same, which need not exist. */
export type VideoSource = 'main' | 'small';

/** A way to send a stream. */
export interface Rung {
  readonly source: VideoSource;
  /** Whether frames that no other is decoded from are left out. */
  readonly isHalfRate: boolean;
  readonly rendition: Rendition;
}

/** Packets kept for retransmission: some seconds of each rendition. */
const HISTORY = 1024;
/** What small pictures cost before anybody has seen them, bits per second. */
const SMALL_RATE = 200_000;
/** Share of the rate that the frames take which others are decoded from. */
const HALF_RATE_SHARE = 0.6;

/** All ways to send one stream of video, best first. */
export class VideoLadder {
  readonly rungs: readonly Rung[] = [
    { source: 'main', isHalfRate: false, rendition: new Rendition(HISTORY) },
    { source: 'main', isHalfRate: true, rendition: new Rendition(HISTORY) },
    { source: 'small', isHalfRate: false, rendition: new Rendition(HISTORY) },
    { source: 'small', isHalfRate: true, rendition: new Rendition(HISTORY) },
  ];
  /** Sources whose frames can be thinned out. */
  readonly #layered = new Set<VideoSource>();

  /** @param hasSmall Whether there are small pictures as soon as somebody wants them. */
  constructor(private readonly hasSmall: boolean) {}

  get best(): Rung {
    return this.rungs[0]!;
  }

  /** Bits per second of each rung; undefined for one that there is not. */
  rates(): (number | undefined)[] {
    return this.rungs.map(({ source, isHalfRate, rendition }) => {
      if (source === 'small' && !this.hasSmall) return undefined;
      const isUnknown = source === 'small' && rendition.bitrate === 0;
      if (isUnknown) return isHalfRate ? SMALL_RATE * HALF_RATE_SHARE : SMALL_RATE;
      return isHalfRate && !this.#layered.has(source) ? undefined : rendition.bitrate;
    });
  }

  /** The rungs that a frame belongs to. */
  rungsOf(source: VideoSource, { isDiscardable = false }: EncodedVideoFrame): readonly Rung[] {
    if (isDiscardable) this.#layered.add(source);
    return this.rungs.filter(
      (rung) => rung.source === source && !(rung.isHalfRate && isDiscardable),
    );
  }

  rungOf(rendition: Rendition): Rung {
    return this.rungs.find((rung) => rung.rendition === rendition)!;
  }

  /** The half rate of a source, if it can be had. */
  halfRate(source: VideoSource): Rung | undefined {
    if (!this.#layered.has(source)) return undefined;
    return this.rungs.find((rung) => rung.source === source && rung.isHalfRate);
  }

  /** Frames of this source come from elsewhere now. */
  sourceChanged(source: VideoSource): void {
    this.#layered.delete(source);
  }
}
