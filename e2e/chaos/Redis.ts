import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { freePort } from './freePort.js';

const DEBIANS = '/usr/bin/redis-server';

/** A Redis of its own that can be killed, and comes back empty at the same place. */
export class Redis {
  readonly url: string;
  readonly #port: number;
  #process: ChildProcess | undefined;

  static readonly isHere = existsSync(DEBIANS);

  static async start(): Promise<Redis> {
    const redis = new Redis(await freePort());
    await redis.restart();
    return redis;
  }

  private constructor(port: number) {
    this.#port = port;
    this.url = `redis://127.0.0.1:${port}`;
  }

  get pid(): number {
    return this.#process!.pid!;
  }

  async kill(): Promise<void> {
    this.#process!.kill('SIGKILL');
    await once(this.#process!, 'exit');
  }

  /** Starts it again after {@link kill}. */
  async restart(): Promise<void> {
    const args = ['--port', `${this.#port}`, '--bind', '127.0.0.1', '--save', ''];
    this.#process = spawn(DEBIANS, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const { stdout } = this.#process;
    let said = '';
    while (!said.includes('Ready to accept connections')) {
      const [text] = (await once(stdout!, 'data')) as [Buffer];
      said += text.toString();
    }
    stdout!.resume();
  }
}
