import { Crowd, STEPS_PER_SECOND } from './crowd/crowd.js';
import { DemoCrowdError } from './errors.js';
import { furnish } from './paint/furniture.js';
import { lightAt } from './paint/light.js';
import { ScenePainter } from './paint/scene.js';
import { develop, Sensor } from './paint/sensor.js';
import { checkPicture, checkSize } from './picture.js';
import { scramble } from './random.js';
import type { DemoCrowdOptions, DemoTruth, I420Picture } from './types.js';

/**
 * An endless crowd scene: a plaza seen by an elevated camera. It begins nearly empty, is nearly half
 * covered with people three seconds later, and then goes on with an ever changing programme.
 *
 * The scene is fixed by the seed and by the picture's aspect ratio; the frame rate only says how often
 * it is looked at. Everything is drawn with integer arithmetic and + - * / and square roots, so that
 * the pictures are the same on every machine.
 */
export class DemoCrowd {
  readonly #options: DemoCrowdOptions;
  readonly #seed: number;
  readonly #crowd: Crowd;
  readonly #painter: ScenePainter;
  readonly #sensor = new Sensor();
  readonly #truth: DemoTruth;
  #frameIndex = 0;

  /** @throws {@link DemoCrowdError} `INVALID_SIZE`, `INVALID_FRAME_RATE` or `INVALID_SEED` */
  constructor(options: DemoCrowdOptions) {
    const { width, height, frameRate, seed = 1, packed = false } = options;
    checkSize(width, height);
    if (!(frameRate >= 1 && frameRate <= 120)) {
      throw new DemoCrowdError(
        'INVALID_FRAME_RATE',
        `The frame rate ${frameRate} cannot be drawn: pass 1 to 120 frames a second.`,
      );
    }
    if (!Number.isSafeInteger(seed)) {
      throw new DemoCrowdError('INVALID_SEED', `The seed ${seed} is not an integer: pass one.`);
    }
    this.#options = options;
    this.#seed = scramble(seed);
    this.#crowd = new Crowd(this.#seed, width / height, furnish(width / height), packed);
    this.#painter = new ScenePainter(width, height);
    this.#truth = { mask: this.#painter.canvas.mask, people: this.#painter.seen };
  }

  /** Number of the next frame; its time is `frameIndex / frameRate` seconds. */
  get frameIndex(): number {
    return this.#frameIndex;
  }

  /**
   * Draws the next picture and says what is in it.
   * @param picture of the scene's size, any strides; bytes of padding are left alone
   * @returns the truth, whose buffers the next call overwrites
   * @throws {@link DemoCrowdError} `PICTURE_MISMATCH`; the frame is not used up then
   */
  next(picture: I420Picture): DemoTruth {
    const { width, height, frameRate } = this.#options;
    checkPicture(picture, width, height);
    const time = this.#frameIndex / frameRate;
    const steps = (this.#frameIndex * STEPS_PER_SECOND) / frameRate;
    while (this.#crowd.steps <= steps) this.#crowd.step();
    this.#painter.light(lightAt(time, this.#seed));
    this.#painter.paint(this.#crowd.people, steps + 1 - this.#crowd.steps, time);
    this.#sensor.expose(this.#painter.canvas, scramble(this.#seed ^ Math.round(time * 1000)));
    develop(this.#painter.canvas, picture);
    this.#frameIndex++;
    return this.#truth;
  }
}
