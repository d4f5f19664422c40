import type { Picture } from '../codec/Picture.js';
import { PixelError } from '../errors.js';

/** A live source gives a picture sooner than this, milliseconds. */
const TIMEOUT_MS = 2000;

/** What is made of the next picture that passes; all who wait for it get the same. */
export class NextPicture<Made> {
  readonly #make: (picture: Picture) => Made;
  #awaited: Promise<Made> | undefined;
  #settle: (picture: Picture | undefined) => void = () => {};

  /** @param make - leaves the picture as it is */
  constructor(make: (picture: Picture) => Made) {
    this.#make = make;
  }

  get isAwaited(): boolean {
    return this.#awaited !== undefined;
  }

  /** @throws PixelError `NO_PICTURE` after 2 s without one, and what `make` throws */
  wait(): Promise<Made> {
    this.#awaited ??= new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle(undefined), TIMEOUT_MS);
      this.#settle = (picture) => {
        clearTimeout(timer);
        this.#awaited = undefined;
        try {
          if (!picture) throw new PixelError('NO_PICTURE', 'No picture comes');
          resolve(this.#make(picture));
        } catch (error) {
          reject(error);
        }
      };
    });
    return this.#awaited;
  }

  /** The picture stays the caller's. */
  offer(picture: Picture): void {
    if (this.isAwaited) this.#settle(picture);
  }

  /** Nothing comes any more. */
  close(): void {
    if (this.isAwaited) this.#settle(undefined);
  }
}
