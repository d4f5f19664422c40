import { wave } from '../random.js';
import type { Look } from '../crowd/look.js';
import type { Canvas } from './canvas.js';
import { shade, type Colour } from './colour.js';

/** How much of a distance along the line of sight is seen by the elevated camera. */
const FORESHORTENING = 0.45;

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

/**
 * Draws people as small three-dimensional bodies: each joint has a place forward, to the right of
 * and above the point between the feet, in body heights, and capsules join the joints.
 */
export class FigurePainter {
  readonly #canvas: Canvas;
  #pose: Pose = { x: 0, y: 0, height: 1, facingX: 0, facingY: 1, stride: 0, swing: 0, time: 0 };

  constructor(canvas: Canvas) {
    this.#canvas = canvas;
  }

  /** @param owner the truth of the pixels that the person covers, a TRUTH_ value */
  paint(pose: Pose, look: Look, owner: number): void {
    this.#pose = pose;
    this.#canvas.begin(owner, pose.y, pose.height);
    const rightIsNear = pose.facingX >= 0 ? 1 : -1;
    this.#leg(look, -rightIsNear);
    this.#arm(look, -rightIsNear);
    if (pose.facingY > 0) this.#bag(look);
    this.#leg(look, rightIsNear);
    this.#trunk(look);
    if (pose.facingY <= 0) this.#bag(look);
    this.#arm(look, rightIsNear);
    this.#head(look);
  }

  /** @param side 1 right, -1 left */
  #leg(look: Look, side: number): void {
    const { stride, swing } = this.#pose;
    const step = side * wave(stride) * swing;
    const lift = Math.max(0, side * wave(stride + 0.25)) * swing;
    const foot = 0.22 * step;
    const ankle = 0.035 + 0.07 * lift;
    const knee = 0.11 * step + 0.06 * lift;
    const hip = side * 0.045;
    const skin = look.cut === 'shorts' || look.cut === 'skirt';
    const thigh = look.cut === 'skirt' ? look.skin : look.bottom;
    const shin = skin ? look.skin : look.bottom;
    const far = side * this.#pose.facingX < 0 ? 0.86 : 1;
    const width = 0.9 + 0.1 * look.build;
    this.#limb(foot, hip, ankle, 0.026, foot + 0.06, hip, ankle - 0.012, 0.024, look.shoes);
    this.#limb(knee, hip, 0.26, 0.037, foot, hip, ankle + 0.02, 0.03, shade(shin, far));
    this.#limb(0, hip, 0.47, 0.06 * width, knee, hip, 0.26, 0.044, shade(thigh, far));
  }

  #trunk(look: Look): void {
    const { facingY, time, stride, swing } = this.#pose;
    const bob = 0.012 * swing * wave(2 * stride) + 0.004 * wave(time / 4);
    const width = (0.085 + 0.03 * Math.abs(facingY)) * look.build;
    const stripe = !look.striped ? 0 : look.top.y > 120 ? -60 : 45;
    if (look.cut === 'skirt') {
      this.#limb(0, 0, 0.5, 0.08, 0, 0, 0.36, 0.105, look.bottom);
    }
    if (look.cut === 'coat') {
      this.#limb(0, 0, 0.52, 0.09, 0, 0, 0.36, 0.1 * look.build, look.top);
    } else {
      this.#limb(0, 0, 0.5, 0.085 * look.build, 0, 0, 0.48, 0.085 * look.build, look.bottom);
    }
    const shoulder = 0.83 - width + bob;
    this.#limb(0, 0, shoulder, width, 0, 0, 0.55, width * 0.85, look.top, stripe);
    this.#limb(0, -0.09, 0.785 + bob, 0.045, 0, 0.09, 0.785 + bob, 0.045, look.top);
    this.#limb(0, 0, 0.82, 0.032, 0, 0, 0.87, 0.03, shade(look.skin, 0.85));
  }

  /** @param side 1 right, -1 left */
  #arm(look: Look, side: number): void {
    const { stride, swing, facingY } = this.#pose;
    const step = -side * wave(stride) * swing;
    const out = side * (0.1 + 0.03 * Math.abs(facingY)) * look.build;
    const standing = swing < 0.3;
    const raised = standing && look.idle !== 'relaxed' && (look.idle === 'crossed' || side > 0);
    const elbow = raised ? 0.02 : 0.1 * step - 0.02;
    const handForward = raised ? 0.13 : 0.19 * step + 0.03;
    const handUp = raised ? 0.66 : 0.44 + 0.05 * Math.abs(step);
    const handOut = raised ? out * 0.3 : out * 1.05;
    const far = side * this.#pose.facingX < 0 ? 0.82 : 0.94;
    const sleeve = shade(look.top, far);
    this.#limb(0, out * 0.85, 0.78, 0.04, elbow, out * 1.1, 0.61, 0.034, sleeve);
    this.#limb(handForward, handOut, handUp, 0.026, handForward, handOut, handUp, 0.026, look.skin);
    this.#limb(elbow, out * 1.1, 0.61, 0.034, handForward, handOut, handUp + 0.02, 0.026, sleeve);
    if (raised && look.idle === 'phone') {
      this.#limb(0.16, handOut, 0.67, 0.014, 0.16, handOut, 0.7, 0.014, look.shoes);
    }
    if (look.bag === 'shoulder' && side > 0) {
      this.#limb(-0.01, out * 1.35, 0.47, 0.05, 0.03, out * 1.35, 0.42, 0.055, look.accent);
    }
  }

  #bag(look: Look): void {
    if (look.bag !== 'backpack') return;
    this.#limb(-0.1, 0, 0.73, 0.062, -0.11, 0, 0.59, 0.072, look.accent);
  }

  #head(look: Look): void {
    const { swing, time, stride, facingY } = this.#pose;
    // Those who stand look around.
    const turn = swing > 0.3 ? 0 : 0.018 * wave(time / 7);
    const up = 0.915 + 0.012 * swing * wave(2 * stride);
    const away = facingY < -0.3;
    if (away) this.#face(look, up, turn);
    this.#hair(look, up, turn);
    if (!away) this.#face(look, up, turn);
    if (look.hairstyle === 'cap') this.#brim(look, up, turn);
  }

  #face(look: Look, up: number, turn: number): void {
    this.#limb(0.016, turn, up - 0.004, 0.06, 0.016, turn, up - 0.024, 0.053, look.skin);
  }

  #hair(look: Look, up: number, turn: number): void {
    const bald = look.hairstyle === 'bald';
    const colour = bald ? look.skin : look.hairstyle === 'cap' ? look.accent : look.hair;
    const low = look.hairstyle === 'long' ? up - 0.13 : up - 0.01;
    const radius = bald ? 0.06 : 0.07;
    this.#limb(-0.008, -turn, up + 0.016, radius, -0.022, -turn, low, radius - 0.008, colour);
  }

  #brim(look: Look, up: number, turn: number): void {
    this.#limb(
      0.07,
      turn - 0.03,
      up + 0.035,
      0.016,
      0.07,
      turn + 0.03,
      up + 0.035,
      0.016,
      look.accent,
    );
  }

  /** Joins two joints (forward, right, up, radius in body heights). */
  #limb(
    forward0: number,
    right0: number,
    up0: number,
    radius0: number,
    forward1: number,
    right1: number,
    up1: number,
    radius1: number,
    colour: Colour,
    stripe = 0,
  ): void {
    const { height } = this.#pose;
    this.#canvas.capsule(
      this.#screenX(forward0, right0),
      this.#screenY(forward0, right0, up0),
      radius0 * height,
      this.#screenX(forward1, right1),
      this.#screenY(forward1, right1, up1),
      radius1 * height,
      colour,
      stripe,
    );
  }

  #screenX(forward: number, right: number): number {
    const { x, height, facingX, facingY } = this.#pose;
    return x + (forward * facingX - right * facingY) * height;
  }

  #screenY(forward: number, right: number, up: number): number {
    const { y, height, facingX, facingY } = this.#pose;
    return y + ((forward * facingY + right * facingX) * FORESHORTENING - up) * height;
  }
}
