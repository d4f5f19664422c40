import { DemoCrowd } from '@crowdlens/demo-crowd';
import type { DemoCrowdOptions } from '@crowdlens/demo-crowd';
import { Picture } from '../codec/Picture.js';
import { PixelError } from '../errors.js';
import type { Stopwatch } from '../Stopwatch.js';
import type { PlayerItem, PlayerSource } from './PlayerSource.js';

const DEFAULTS = { width: 640, height: 480, fps: 25, seed: 1 };

/** `demo:crowd[?width=&height=&fps=&seed=]`: a drawn crowd without end. */
export class DemoSource implements PlayerSource {
  readonly info = { seekable: true, durationMs: 0, hasVideo: true, hasAudio: false };
  readonly isLive = false;
  readonly #options: DemoCrowdOptions;
  #crowd: DemoCrowd;

  /** @throws PixelError `CANNOT_OPEN` for a size, rate or seed that cannot be drawn. */
  constructor(
    uri: string,
    private readonly stopwatch: Stopwatch,
  ) {
    const query = new URL(uri).searchParams;
    const number = (name: keyof typeof DEFAULTS) => Number(query.get(name) ?? DEFAULTS[name]);
    this.#options = {
      width: number('width'),
      height: number('height'),
      frameRate: number('fps'),
      seed: number('seed'),
    };
    try {
      this.#crowd = new DemoCrowd(this.#options);
    } catch (error) {
      throw new PixelError('CANNOT_OPEN', `${uri}: ${(error as Error).message}`, { cause: error });
    }
  }

  async read(): Promise<PlayerItem> {
    const { width, height, frameRate } = this.#options;
    const positionUs = Math.round((this.#crowd.frameIndex * 1e6) / frameRate);
    const picture = Picture.allocate(width, height, positionUs);
    try {
      this.stopwatch.time(() => this.#crowd.next(picture.planes()));
      return { kind: 'picture', positionUs, picture };
    } catch (error) {
      picture.close();
      throw error;
    }
  }

  /** The scene has no other way back than its beginning, and goes on from there. */
  async seek(): Promise<void> {
    this.#crowd = new DemoCrowd(this.#options);
  }

  async close(): Promise<void> {}
}
