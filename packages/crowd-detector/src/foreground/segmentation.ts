import type { Background } from '../background/background.js';
import type { Rest } from '../background/rest.js';
import type { Planes } from '../kernels/planes.js';
import { Candidates, SURE, WEAK } from './candidates.js';
import type { Colour } from './colour.js';
import { Components } from './components.js';
import type { Difference } from './difference.js';
import { Morphology } from './morphology.js';
import { Shade } from './shade.js';

/** A piece must have this area and this many sure pixels, in pixels at 320 wide. */
const LEAST_AREA = 14;
const LEAST_SURE = 4;
/** Gaps up to twice of this are closed, pixels at 320 wide. */
const CLOSING = 1;
/** Enclosed holes up to this area are filled, pixels at 320 wide. */
const LARGEST_HOLE = 150;

/** Tells the pixels of people from those of the background. */
export class Segmentation {
  /** 1 where somebody is, 0 elsewhere. */
  readonly mask: Uint8Array;
  readonly #components: Components;
  readonly #candidates: Candidates;
  readonly #shade: Shade;
  readonly #morphology: Morphology;
  readonly #area: Int32Array;
  readonly #sure: Int32Array;
  /** Value that the pixels of each component get. */
  readonly #verdict: Uint8Array;
  /** Width of the picture against the 320 pixels that the constants are for. */
  readonly #scale: number;

  constructor(
    planes: Planes,
    readonly width: number,
    readonly height: number,
  ) {
    this.mask = planes.uint8(width * height);
    this.#components = new Components(planes, width, height);
    this.#candidates = new Candidates(planes, width, height);
    this.#shade = new Shade(planes, width, height, this.#components);
    this.#morphology = new Morphology(planes, width, height);
    this.#area = planes.int32(this.#components.capacity);
    this.#sure = planes.int32(this.#components.capacity);
    this.#verdict = planes.uint8(this.#components.capacity);
    this.#scale = width / 320;
  }

  run(
    picture: Float32Array,
    background: Background,
    difference: Difference,
    colour: Colour | undefined,
    rest: Rest,
  ): void {
    const { mask } = this;
    this.#candidates.run(difference, background, mask);
    this.#shade.remove(picture, background.value, difference.smooth, colour, mask);
    colour?.addTo(mask);
    this.#dropSpecks();
    rest.claim(mask);
    this.#morphology.close(mask, Math.max(1, Math.round(CLOSING * this.#scale)));
    this.#shade.restoreEnclosed(mask);
    this.#fillHoles();
    this.#extendToBorder();
  }

  /** Drops pieces that are too small or nowhere sure; what remains is 1. */
  #dropSpecks(): void {
    const { mask } = this;
    const components = this.#components;
    components.findSet(mask);
    const { count, runs } = components;
    const weak = this.#area.fill(0, 0, count);
    const sure = this.#sure.fill(0, 0, count);
    runs.tally(mask, WEAK, weak);
    runs.tally(mask, SURE, sure);
    const square = this.#scale * this.#scale;
    for (let id = 0; id < count; id++) {
      const large = weak[id]! + sure[id]! >= LEAST_AREA * square;
      this.#verdict[id] = large && sure[id]! >= LEAST_SURE * square ? 1 : 0;
    }
    runs.paint(mask, this.#verdict);
  }

  #fillHoles(): void {
    const components = this.#components;
    components.findZero(this.mask);
    const { count, runs } = components;
    const area = this.#area.fill(0, 0, count);
    runs.tally(this.mask, 0, area);
    const largest = Math.round(LARGEST_HOLE * this.#scale * this.#scale);
    for (let id = 0; id < count; id++) this.#verdict[id] = area[id]! <= largest ? 1 : 0;
    for (let run = 0; run < runs.count; run++) {
      const y = runs.y[run]!;
      const touchesSide = runs.from[run] === 0 || runs.to[run] === this.width;
      if (touchesSide || y === 0 || y === this.height - 1) this.#verdict[runs.owner[run]!] = 0;
    }
    runs.paint(this.mask, this.#verdict);
  }

  /** The windows above see nothing of the two outermost pixels; they show what their neighbours show. */
  #extendToBorder(): void {
    const { mask, width, height } = this;
    if (width < 5 || height < 5) return;
    for (let row = 2 * width; row < (height - 2) * width; row += width) {
      mask.fill(mask[row + 2]!, row, row + 2);
      mask.fill(mask[row + width - 3]!, row + width - 2, row + width);
    }
    const last = height - 3;
    mask.copyWithin(0, 2 * width, 3 * width);
    mask.copyWithin(width, 2 * width, 3 * width);
    mask.copyWithin((height - 2) * width, last * width, (last + 1) * width);
    mask.copyWithin((height - 1) * width, last * width, (last + 1) * width);
  }
}
