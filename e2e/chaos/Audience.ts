import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bench/audience.mjs', import.meta.url));

/** What a viewer has got in all its sessions so far. */
export interface Viewed {
  readonly frames: number;
  readonly packets: number;
  readonly lost: number;
  /** How often it was let in. */
  readonly sessions: number;
  /** Why it was not, the last time; empty when it always was. */
  readonly problem: string;
}

/** Who takes part, and where. */
export interface AudienceOptions {
  /** Of the server. */
  readonly url: string;
  readonly viewers: number;
  /** Whether a presenter is among them. */
  readonly presents?: boolean;
  /** Local address for media; default 127.0.0.1. */
  readonly bind?: string;
  /** Words before the program, which run it at another host. */
  readonly prefix?: readonly string[];
}

/** A presenter and viewers in a process of their own, who come back by themselves: see `bench/audience.mjs`. */
export class Audience {
  readonly #process: ChildProcess;
  readonly #ended: Promise<never>;
  readonly #waiting = new Map<number, (answer: unknown) => void>();
  #lastId = 0;

  constructor({ url, viewers, presents = false, bind, prefix = [] }: AudienceOptions) {
    const [program, ...args] = [
      ...prefix,
      process.execPath,
      PROGRAM,
      `--url=${url}`,
      `--viewers=${viewers}`,
      ...(presents ? ['--presents'] : []),
      ...(bind === undefined ? [] : [`--bind=${bind}`]),
    ];
    this.#process = spawn(program!, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#process.on('message', ({ id, answer }: { id: number; answer: unknown }) => {
      this.#waiting.get(id)?.(answer);
      this.#waiting.delete(id);
    });
    this.#ended = once(this.#process, 'exit').then(() => {
      throw new Error('The audience has ended; what it wrote to standard error says why.');
    });
    this.#ended.catch(() => undefined);
  }

  /** Resolves when all have entered for the first time. */
  joined(): Promise<void> {
    return this.#ask('joined');
  }

  /** Resolves when each viewer has got ten more frames. */
  playing(): Promise<void> {
    return this.#ask('playing');
  }

  count(): Promise<Viewed[]> {
    return this.#ask('count');
  }

  /** Ends everybody; idempotent. */
  async close(): Promise<void> {
    if (this.#process.connected) this.#process.disconnect();
    await this.#ended.catch(() => undefined);
  }

  /** @throws Error when the process ends first */
  #ask<Answer>(ask: string): Promise<Answer> {
    const id = ++this.#lastId;
    const answered = new Promise<unknown>((resolve) => this.#waiting.set(id, resolve));
    this.#process.send({ id, ask });
    return Promise.race([answered, this.#ended]) as Promise<Answer>;
  }
}
