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

const ACTS: readonly Act[] = [
  {
    name: 'flow eastward',
    people: 30,
    standing: 0.15,
    routes: ['eastward'],
    groups: 1,
    clears: true,
  },
  {
    name: 'flow westward',
    people: 30,
    standing: 0.15,
    routes: ['westward'],
    groups: 2,
    clears: true,
  },
  { name: 'groups', people: 32, standing: 0.65, routes: ALL_WAYS, groups: 4, clears: false },
  { name: 'dispersal', people: 5, standing: 0.35, routes: ALL_WAYS, groups: 0, clears: true },
  {
    name: 'counter-flow',
    people: 40,
    standing: 0.15,
    routes: ['eastward', 'westward'],
    groups: 2,
    clears: true,
  },
  { name: 'gathering', people: 70, standing: 0.75, routes: ALL_WAYS, groups: 7, clears: false },
  { name: 'flow towards', people: 26, standing: 0.2, routes: ['towards'], groups: 1, clears: true },
  { name: 'flow away', people: 26, standing: 0.2, routes: ['away'], groups: 1, clears: true },
];

/** The endless sequence of acts: every act in a random order, then all again in another one. */
export class Programme {
  #current: Act = ACTS[2]!;
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
