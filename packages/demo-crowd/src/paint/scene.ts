import { MOVING_SPEED, type Person } from '../crowd/person.js';
import { TRUTH_MOVING, TRUTH_NOBODY, TRUTH_STANDING, type DemoPerson } from '../types.js';
import { FARTHEST } from '../view.js';
import { Canvas } from './canvas.js';
import { FigurePainter, type Pose } from './figure.js';
import { furnish, paintFurniture, paintFurnitureShadow, type Furniture } from './furniture.js';
import { expose } from './light.js';
import { paintPlaza } from './plaza.js';

/** Seen at one moment: a person, how and where. */
interface Sight {
  person: Person;
  pose: Pose;
  speed: number;
}

/** Paints the plaza with the people on it, the nearest last, and says who covers what. */
export class ScenePainter {
  readonly canvas: Canvas;
  /** Those who were painted by the last call of {@link paint}, the farthest first. */
  readonly seen: DemoPerson[] = [];
  readonly #empty: Canvas;
  /** Luma of the empty plaza in the light of the moment. */
  readonly #lit: Uint8Array;
  #light = 0;
  readonly #figures: FigurePainter;
  /** Things that people may walk behind, the farthest first. */
  readonly #furniture: readonly Furniture[];

  constructor(width: number, height: number) {
    this.canvas = new Canvas(width, height);
    this.#empty = new Canvas(width, height);
    this.#figures = new FigurePainter(this.canvas);
    paintPlaza(this.#empty);
    const furniture = furnish(width / height);
    for (const thing of furniture) paintFurnitureShadow(this.#empty, thing);
    for (const thing of furniture) {
      if (thing.y < FARTHEST) paintFurniture(this.#empty, thing, TRUTH_NOBODY);
    }
    this.#furniture = furniture.filter(({ y }) => y >= FARTHEST);
    this.#lit = new Uint8Array(width * height);
    this.light(1);
  }

  /** Sets the brightness of the sunlight, about 1. */
  light(light: number): void {
    if (light === this.#light) return;
    this.#light = light;
    const { exposure } = this.canvas;
    expose(light, exposure);
    for (let i = 0; i < this.#lit.length; i++) this.#lit[i] = exposure[this.#empty.y[i]!]!;
  }

  /**
   * @param between how far the moment lies from the people's earlier step (0) to their present one (1)
   * @param time seconds, for the small movements of those who stand
   */
  paint(people: readonly Person[], between: number, time: number): void {
    const { canvas } = this;
    canvas.y.set(this.#lit);
    canvas.u.set(this.#empty.u);
    canvas.v.set(this.#empty.v);
    canvas.mask.fill(TRUTH_NOBODY);
    this.seen.length = 0;
    const sights = people
      .map((person) => this.#look(person, between, time))
      .filter(({ pose }) => this.#inPicture(pose))
      .sort((a, b) => a.pose.y - b.pose.y || a.person.id - b.person.id);
    for (const { pose } of sights) {
      canvas.shadow(
        pose.x + 0.06 * pose.height,
        pose.y,
        0.24 * pose.height,
        0.065 * pose.height,
        0.5,
      );
    }
    const furniture = [...this.#furniture];
    for (const sight of sights) {
      while (furniture[0] && furniture[0].y * canvas.height < sight.pose.y) {
        paintFurniture(canvas, furniture.shift()!, TRUTH_NOBODY);
      }
      this.#paintPerson(sight);
    }
    for (const thing of furniture) paintFurniture(canvas, thing, TRUTH_NOBODY);
  }

  #paintPerson({ person, pose, speed }: Sight): void {
    const { width, height } = this.canvas;
    const moving = speed > MOVING_SPEED;
    this.#figures.paint(pose, person.look, moving ? TRUTH_MOVING : TRUTH_STANDING);
    this.seen.push({
      id: person.id,
      foot: { x: pose.x / width, y: pose.y / height },
      heightPx: pose.height,
      speed,
      direction: moving ? degrees(pose.facingX, pose.facingY) : null,
    });
  }

  #look(person: Person, between: number, time: number): Sight {
    const { before, now, id } = person;
    const mix = (a: number, b: number): number => a + (b - a) * between;
    const y = mix(before.y, now.y);
    const speed = mix(before.speed, now.speed);
    const side = this.canvas.height;
    return {
      person,
      speed,
      pose: {
        x: mix(before.x, now.x) * side,
        y: y * side,
        height: person.heightAt(y) * side,
        facingX: now.facingX,
        facingY: now.facingY,
        stride: mix(before.stride, now.stride),
        swing: Math.min(1, speed / 0.6),
        time: time + id * 1.7,
      },
    };
  }

  #inPicture({ x, y, height }: Pose): boolean {
    const reach = height * 0.4;
    return x > -reach && x < this.canvas.width + reach && y - height * 1.05 < this.canvas.height;
  }
}

/** Clockwise from up. */
function degrees(x: number, y: number): number {
  return ((Math.atan2(x, -y) * 180) / Math.PI + 360) % 360;
}
