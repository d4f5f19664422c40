import type { PlayerItem } from './PlayerSource.js';

/** Decoded pictures are large; a fraction of a second is enough to sort. */
const MAX_PICTURES = 8;
/** Two seconds of Opus. */
const MAX_AUDIO = 100;

/**
 * Puts pictures and sound of one source into the order of their positions, since files hold them
 * apart and decoders hold pictures back. When one kind is full, it goes out without the other.
 */
export class PlayoutQueue {
  readonly #pictures: PlayerItem[] = [];
  readonly #audio: PlayerItem[] = [];

  constructor(private readonly expects: { readonly pictures: boolean; readonly audio: boolean }) {}

  push(item: PlayerItem): void {
    (item.kind === 'audio' ? this.#audio : this.#pictures).push(item);
  }

  /** The next item; undefined when a smaller position may still come, unless `flush`. */
  shift(flush: boolean): PlayerItem | undefined {
    if (!flush && !this.#isReady()) return undefined;
    const [picture, audio] = [this.#pictures[0], this.#audio[0]];
    const pictureFirst =
      audio === undefined || (picture !== undefined && picture.positionUs <= audio.positionUs);
    return pictureFirst ? this.#pictures.shift() : this.#audio.shift();
  }

  clear(): void {
    for (const item of this.#pictures) if (item.kind === 'picture') item.picture.close();
    this.#pictures.length = 0;
    this.#audio.length = 0;
  }

  #isReady(): boolean {
    const [pictures, audio] = [this.#pictures.length, this.#audio.length];
    if (pictures >= MAX_PICTURES || audio >= MAX_AUDIO) return true;
    return (pictures > 0 || !this.expects.pictures) && (audio > 0 || !this.expects.audio);
  }
}
