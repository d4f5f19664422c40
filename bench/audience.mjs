// A presenter and viewers of one server, in a process of their own, who come back by themselves as those of the
// page do: after 1, 2, 3, 4, 6, 8 … seconds without a packet they ask whether their session is known, else enter anew.
//   node bench/audience.mjs --url=http://localhost:4000 [--viewers=50] [--presents] [--kbps=600] [--fps=25]
//     [--bind=127.0.0.1]
// Its parent sends `{ id, ask }` and is answered `{ id, answer }`; it ends with its parent. What may be asked:
// `joined` (answered when all are in), `playing` (when each has got ten more frames), `count` (at once).
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { encodeClip, Publisher, Viewer } from './peers.mjs';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    viewers: { type: 'string', default: '50' },
    presents: { type: 'boolean', default: false },
    kbps: { type: 'string', default: '600' },
    fps: { type: 'string', default: '25' },
    bind: { type: 'string', default: '127.0.0.1' },
  },
});
const LOOK_MS = 1000;
const RETRY_MS = 500;
const ANSWER_MS = 5000;
const PLAYING_FRAMES = 10;
const POLL_MS = 50;
/** Who enter at the same time. */
const AT_ONCE = 4;

/** Somebody who wants to take part, whatever happens. */
class Member {
  #door;
  #makePeer;
  #before = { frames: 0, packets: 0, bytes: 0, lost: 0 };
  /** How often it was let in. */
  sessions = 0;
  /** Why it was not, the last time. */
  problem = '';

  constructor(door, makePeer) {
    this.#door = door;
    this.#makePeer = makePeer;
  }

  /** Of all its sessions. */
  get received() {
    const { frames = 0, packets = 0, bytes = 0, lost = 0 } = this.peer ?? {};
    return {
      frames: this.#before.frames + frames,
      packets: this.#before.packets + packets,
      bytes: this.#before.bytes + bytes,
      lost: this.#before.lost + lost,
    };
  }

  /** Resolves when it is in for the first time, and comes back from then on. */
  async join() {
    await this.#enter();
    void this.#stay();
  }

  async #stay() {
    for (;;) {
      await this.#untilGone();
      await this.#enter();
    }
  }

  async #enter() {
    while (!(await this.#tryToEnter())) await sleep(RETRY_MS);
  }

  async #tryToEnter() {
    this.#leave();
    this.peer = this.#makePeer();
    try {
      const [body] = await once(this.peer, 'offer');
      const response = await post(`${this.#door}/main`, 'application/sdp', body);
      const answer = await response.text();
      if (response.status !== 201) throw new Error(`${response.status} ${answer.slice(0, 200)}`);
      this.sessionId = response.headers.get('location').split('/').at(-1);
      await this.peer.answer(answer);
      this.sessions += 1;
      return true;
    } catch (error) {
      this.problem = String(error.cause ?? error);
      return false;
    }
  }

  #leave() {
    this.#before = this.received;
    this.peer?.close();
    this.peer = undefined;
  }

  async #untilGone() {
    const gone = new AbortController();
    this.peer.once('gone', () => gone.abort());
    let silent = 0;
    while (!gone.signal.aborted) {
      const { packets } = this.peer;
      await sleep(LOOK_MS, undefined, { signal: gone.signal }).catch(() => undefined);
      // A presenter gets no pictures whose absence it could notice: it asks each time.
      silent = this.peer.packets === packets ? silent + 1 : 0;
      const asks = packets === undefined || (silent > 0 && (silent <= 4 || silent % 2 === 0));
      if (asks) void this.#isForgotten().then((forgotten) => forgotten && gone.abort());
    }
  }

  /** Who gets no answer knows nothing. */
  async #isForgotten() {
    // The server ignores the empty candidate.
    const query = `mutation { addIceCandidate(input: { sessionId: "${this.sessionId}", candidate: "" }) }`;
    try {
      const response = await post('graphql', 'application/json', JSON.stringify({ query }));
      const { errors } = await response.json();
      return errors?.[0].extensions.code === 'SESSION_NOT_FOUND';
    } catch {
      return false;
    }
  }
}

function post(path, type, body) {
  return fetch(`${values.url}/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': type },
    body,
    signal: AbortSignal.timeout(ANSWER_MS),
  });
}

const clip = values.presents
  ? encodeClip({ kbps: values.kbps, fps: Number(values.fps) })
  : undefined;
const presenter = clip && new Member('whip', () => new Publisher(clip, values.bind));
const viewers = Array.from(
  { length: Number(values.viewers) },
  () => new Member('whep', () => new Viewer(values.bind)),
);

const answers = {
  joined: () => joined,
  async playing() {
    const before = viewers.map(({ received }) => received.frames);
    const plays = ({ received }, index) => received.frames >= before[index] + PLAYING_FRAMES;
    while (!viewers.every(plays)) await sleep(POLL_MS);
  },
  count: () =>
    viewers.map(({ received, sessions, problem }) => ({ ...received, sessions, problem })),
};
process.on('message', async ({ id, ask }) => process.send({ id, answer: await answers[ask]() }));
process.on('disconnect', () => process.exit(0));

const joined = join();

async function join() {
  await presenter?.join();
  const next = viewers.values();
  const joinSome = async () => {
    for (const viewer of next) await viewer.join();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, joinSome));
}
