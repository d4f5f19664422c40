import type { Random } from '../random.js';

/** Where walkers come from and leave to. */
export type Route = 'eastward' | 'westward' | 'towards' | 'away';

/** What goes on for a while. */
export interface Act {
  readonly name: string;
  /** People in the scene, for a picture of 4:3. */
  readonly people: number;
  /** Share of them who come to stand, 0..1; the others walk across. */
  readonly standing: number;
  readonly routes: readonly [Route, ...Route[]];
  /** Number of groups that those who stand form; 0: each one where he likes. */
  readonly groups: number;
  /** Whether those who stand leave when the act begins. */
  readonly clears: boolean;
}

const ALL_WAYS = ['eastward', 'westward', 'towards', 'away'] as const;

const DISPERSAL: Act = {
  name: 'dispersal',
  people: 7,
  standing: 0.35,
  routes: ALL_WAYS,
  groups: 0,
  clears: true,
};

const ACTS: readonly Act[] = [
  DISPERSAL,
  flow('flow eastward', 42, ['eastward']),
  flow('flow westward', 42, ['westward']),
  flow('flow towards', 34, ['towards']),
  flow('flow away', 34, ['away']),
  flow('counter-flow', 52, ['eastward', 'westward']),
  {
    name: 'groups',
    people: 44,
    standing: 0.65,
    routes: ALL_WAYS,
    groups: 5,
    clears: false,
  },
  {
    name: 'gathering',
    people: 92,
    standing: 0.75,
    routes: ALL_WAYS,
    groups: 10,
    clears: false,
  },
];

function flow(name: string, people: number, routes: Act['routes']): Act {
  return { name, people, standing: 0.18, routes, groups: 2, clears: true };
}

/** The endless sequence of acts: every act in a random order, then all again in another one. */
export class Programme {
  // Counts as the last act, so that the first one is not as empty as the beginning of the scene.
  #current: Act = DISPERSAL;
  #bag: Act[] = [];
  #ends: number;

  /** @param start seconds at which the first act begins */
  constructor(start: number) {
    this.#ends = start;
  }

  get current(): Act {
    return this.#current;
  }

  /** Goes on to the next act when it is time; true when it did. */
  advance(time: number, random: Random): boolean {
    if (time < this.#ends) return false;
    if (this.#bag.length === 0) this.#bag = shuffled(ACTS, this.#current, random);
    this.#current = this.#bag.pop()!;
    this.#ends = time + random.between(20, 40);
    return true;
  }
}

/** In random order, with `last` not at the end, which is played first. */
function shuffled(acts: readonly Act[], last: Act, random: Random): Act[] {
  const order = acts.filter((act) => act !== last);
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random.next() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return acts.includes(last) ? [last, ...order] : order;
}
