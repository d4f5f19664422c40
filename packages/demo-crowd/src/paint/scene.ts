import { MOVING_SPEED, Person } from '../crowd/person.js';
import { TRUTH_MOVING, TRUTH_NOBODY, TRUTH_STANDING, type DemoPerson } from '../types.js';
import { Canvas } from './canvas.js';
import { FigurePainter, type Pose } from './figure.js';
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
  /** Those who were painted by the last call of {@link paint}, in no order. */
  readonly seen: DemoPerson[] = [];
  readonly #empty: Canvas;
  readonly #figures: FigurePainter;

  constructor(width: number, height: number) {
    this.canvas = new Canvas(width, height);
    this.#empty = new Canvas(width, height);
    this.#figures = new FigurePainter(this.canvas);
    paintPlaza(this.#empty);
  }

  /**
   * @param between how far the moment lies from the people's earlier step (0) to their present one (1)
   * @param time seconds, for the small movements of those who stand
   */
  paint(people: readonly Person[], between: number, time: number): void {
    const { canvas } = this;
    canvas.y.set(this.#empty.y);
    canvas.u.set(this.#empty.u);
    canvas.v.set(this.#empty.v);
    canvas.mask.fill(TRUTH_NOBODY);
    this.seen.length = 0;
    const sights = people
      .map((person) => this.#look(person, between, time))
      .filter(({ pose }) => this.#inPicture(pose))
      .sort((a, b) => a.pose.y - b.pose.y || a.person.id - b.person.id);
    for (const { pose } of sights) {
      canvas.shadow(pose.x, pose.y, 0.24 * pose.height, 0.06 * pose.height, 0.5);
    }
    for (const sight of sights) this.#paintPerson(sight);
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
    const { before, now, id, look } = person;
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
        height: Person.heightOf(look, y) * side,
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
