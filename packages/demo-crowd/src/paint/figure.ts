import type { Look } from '../crowd/look.js';
import { wave } from '../random.js';
import type { Canvas } from './canvas.js';
import type { Colour } from './colour.js';

/** How much of a distance along the line of sight is seen by the elevated camera. */
const FORESHORTENING = 0.45;

/** Brightness of the limbs on the far side, which the body shades. */
const FAR_SIDE = 0.85;

/** One person at one moment. Pixels, unless said otherwise. */
export interface Pose {
  x: number;
  y: number;
  /** Height of the body. */
  height: number;
  /** Unit vector the body faces, x to the right, y towards the camera. */
  facingX: number;
  facingY: number;
  /** Turns of the walking cycle (two steps each), and how far the legs swing, 0..1. */
  stride: number;
  swing: number;
  /** Seconds, for the small movements of those who stand. */
  time: number;
}

/** A ball in the body, in body heights from the point between the feet. */
type Joint = readonly [forward: number, right: number, up: number, radius: number];

type Side = 'left' | 'right';

/**
 * Draws people as small three-dimensional bodies: capsules join the joints, those farther from the
 * camera first.
 */
export class FigurePainter {
  readonly #canvas: Canvas;
  #pose: Pose = { x: 0, y: 0, height: 1, facingX: 0, facingY: 1, stride: 0, swing: 0, time: 0 };
  /** How far the body leans and rises at this moment. */
  #lean = 0;
  #bob = 0;

  constructor(canvas: Canvas) {
    this.#canvas = canvas;
  }

  /** @param owner the truth of the pixels that the person covers, a TRUTH_ value */
  paint(pose: Pose, look: Look, owner: number): void {
    this.#pose = pose;
    this.#lean = (1 - pose.swing) * 0.012 * wave(pose.time / 5.3);
    this.#bob = pose.swing * 0.012 * wave(2 * pose.stride);
    this.#canvas.begin(owner, pose.y, pose.height);
    const [far, near]: [Side, Side] = pose.facingX >= 0 ? ['left', 'right'] : ['right', 'left'];
    this.#leg(look, far, FAR_SIDE);
    this.#arm(look, far, FAR_SIDE);
    if (pose.facingY > 0) this.#backpack(look);
    this.#leg(look, near, 1);
    this.#trunk(look);
    if (pose.facingY <= 0) this.#backpack(look);
    this.#arm(look, near, 0.94);
    this.#head(look);
  }

  #leg(look: Look, side: Side, brightness: number): void {
    const step = this.#step(side, 0);
    const lift = Math.max(0, this.#step(side, 0.25));
    const right = side === 'right' ? 0.045 : -0.045;
    const foot = 0.22 * step;
    const rise = 0.07 * lift;
    const hip: Joint = [0, right, 0.47, 0.054 + 0.006 * look.build];
    const knee: Joint = [0.11 * step + 0.06 * lift, right, 0.26, 0.042];
    const calf: Joint = [foot, right, 0.055 + rise, 0.03];
    const heel: Joint = [foot, right, 0.035 + rise, 0.026];
    const toe: Joint = [foot + 0.06, right, 0.023 + rise, 0.024];
    this.#limb(heel, toe, look.shoes);
    const bare = look.cut === 'shorts' || look.cut === 'skirt';
    this.#limb(knee, calf, bare ? look.skin : look.bottom, brightness);
    this.#limb(hip, knee, look.cut === 'skirt' ? look.skin : look.bottom, brightness);
  }

  #trunk(look: Look): void {
    const { build, cut, top, bottom } = look;
    const width = this.#seenWidth(0.085, 0.115) * build;
    const shoulder = 0.83 + this.#bob;
    if (cut === 'skirt') this.#limb([0, 0, 0.5, 0.08], [0, 0, 0.36, 0.105], bottom);
    else if (cut === 'coat') this.#limb([0, 0, 0.52, 0.09], [0, 0, 0.36, 0.1 * build], top);
    else this.#limb([0, 0, 0.5, 0.085 * build], [0, 0, 0.48, 0.085 * build], bottom);
    // Dark stripes would not show on dark cloth, nor light ones on light cloth.
    const stripe = !look.striped ? 0 : top.y > 120 ? -60 : 45;
    this.#limb([0, 0, shoulder - width, width], [0, 0, 0.55, width * 0.85], top, 1, stripe);
    const yoke = shoulder - 0.045;
    this.#limb([0, -0.09, yoke, 0.045], [0, 0.09, yoke, 0.045], top);
    this.#limb([0, 0, 0.82, 0.032], [0, 0, 0.87, 0.03], look.skin, FAR_SIDE);
  }

  #arm(look: Look, side: Side, brightness: number): void {
    const step = -this.#step(side, 0);
    const out = this.#seenWidth(0.1, 0.13) * look.build * (side === 'right' ? 1 : -1);
    const busy = look.idle === 'crossed' || (look.idle === 'phone' && side === 'right');
    const raised = busy && this.#pose.swing < 0.3;
    const shoulder: Joint = [0, out * 0.85, 0.78, 0.04];
    const elbow: Joint = [raised ? 0.02 : 0.1 * step - 0.02, out * 1.1, 0.61, 0.034];
    const hand: Joint = raised
      ? [0.13, out * 0.3, 0.66, 0.026]
      : [0.19 * step + 0.03, out * 1.05, 0.44 + 0.05 * Math.abs(step), 0.026];
    const cuff: Joint = [hand[0], hand[1], hand[2] + 0.02, 0.026];
    this.#limb(shoulder, elbow, look.top, brightness);
    this.#limb(hand, hand, look.skin);
    this.#limb(elbow, cuff, look.top, brightness);
    if (raised && look.idle === 'phone') {
      this.#limb([0.16, hand[1], 0.67, 0.014], [0.16, hand[1], 0.7, 0.014], look.shoes);
    }
    if (look.bag === 'shoulder' && side === 'right') {
      this.#limb([-0.01, out * 1.35, 0.47, 0.05], [0.03, out * 1.35, 0.42, 0.055], look.accent);
    }
  }

  #backpack(look: Look): void {
    if (look.bag !== 'backpack') return;
    this.#limb([-0.1, 0, 0.73, 0.062], [-0.11, 0, 0.59, 0.072], look.accent);
  }

  #head(look: Look): void {
    const { swing, time, facingY } = this.#pose;
    // Those who stand look around.
    const turn = (1 - swing) * 0.018 * wave(time / 7);
    const up = 0.915 + this.#bob;
    const face = (): void =>
      this.#limb([0.016, turn, up - 0.004, 0.06], [0.016, turn, up - 0.024, 0.053], look.skin);
    const seenFromBehind = facingY < -0.3;
    if (seenFromBehind) face();
    this.#hair(look, up, turn);
    if (!seenFromBehind) face();
    if (look.hairstyle !== 'cap' || seenFromBehind) return;
    const brim = up + 0.034;
    this.#limb([0.06, turn - 0.035, brim, 0.013], [0.06, turn + 0.035, brim, 0.013], look.accent);
  }

  #hair(look: Look, up: number, turn: number): void {
    const { hairstyle, hair, accent, skin } = look;
    const colour = hairstyle === 'bald' ? skin : hairstyle === 'cap' ? accent : hair;
    const radius = hairstyle === 'bald' ? 0.06 : 0.07;
    const low = hairstyle === 'long' ? up - 0.13 : up - 0.01;
    this.#limb([-0.008, -turn, up + 0.016, radius], [-0.022, -turn, low, radius - 0.008], colour);
  }

  /** Where in its swing the leg of this side is, -1 back .. 1 forward; `later` in walking cycles. */
  #step(side: Side, later: number): number {
    const { stride, swing } = this.#pose;
    return (side === 'right' ? 1 : -1) * swing * wave(stride + later);
  }

  /** Between the width from the side and the width from the front. */
  #seenWidth(fromSide: number, fromFront: number): number {
    return fromSide + (fromFront - fromSide) * Math.abs(this.#pose.facingY);
  }

  #limb(a: Joint, b: Joint, colour: Colour, brightness = 1, stripe = 0): void {
    const { height } = this.#pose;
    this.#canvas.capsule(
      this.#screenX(a),
      this.#screenY(a),
      a[3] * height,
      this.#screenX(b),
      this.#screenY(b),
      b[3] * height,
      colour,
      brightness,
      stripe,
    );
  }

  #screenX([forward, right, up]: Joint): number {
    const { x, height, facingX, facingY } = this.#pose;
    return x + (forward * facingX - right * facingY + this.#lean * up) * height;
  }

  #screenY([forward, right, up]: Joint): number {
    const { y, height, facingX, facingY } = this.#pose;
    return y + ((forward * facingY + right * facingX) * FORESHORTENING - up) * height;
  }
}
