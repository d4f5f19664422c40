import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const DEBIANS = '/usr/lib/postgresql';

/** A PostgreSQL server of its own, behind a Unix socket, that can be killed and comes back with its data. */
export class Postgres {
  readonly url: string;
  readonly #start: () => ChildProcess;
  readonly #folder: string;
  #process: ChildProcess;

  /** Where its programs are; undefined when there is none here. */
  static get programs(): string | undefined {
    const versions = existsSync(DEBIANS) ? readdirSync(DEBIANS).map(Number) : [];
    return versions.length === 0 ? undefined : join(DEBIANS, `${Math.max(...versions)}`, 'bin');
  }

  static async start(programs: string): Promise<Postgres> {
    const postgres = new Postgres(programs);
    await postgres.#untilReady();
    return postgres;
  }

  private constructor(programs: string) {
    this.#folder = mkdtempSync(join(tmpdir(), 'crowdlens-chaos-'));
    const user = owner();
    if (user) chownSync(this.#folder, user.uid, user.gid);
    const data = join(this.#folder, 'data');
    const options = { cwd: this.#folder, ...user };
    execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'crowdlens', '-A', 'trust'], {
      ...options,
      stdio: 'ignore',
    });
    const args = ['-D', data, '-k', this.#folder, '-c', 'listen_addresses='];
    this.#start = () =>
      spawn(join(programs, 'postgres'), args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    this.#process = this.#start();
    this.url = `postgres://crowdlens@localhost/postgres?host=${encodeURIComponent(this.#folder)}`;
  }

  get pid(): number {
    return this.#process.pid!;
  }

  /** Kills it, and what it started notices. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await once(this.#process, 'exit');
  }

  /** Starts it again after {@link kill}. */
  async restart(): Promise<void> {
    this.#process = this.#start();
    await this.#untilReady();
  }

  async close(): Promise<void> {
    this.#process.kill('SIGINT');
    await once(this.#process, 'exit');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #untilReady(): Promise<void> {
    const { stderr } = this.#process;
    let said = '';
    while (!said.includes('ready to accept connections')) {
      const [text] = (await once(stderr!, 'data')) as [Buffer];
      said += text.toString();
    }
    stderr!.resume();
  }
}

/** PostgreSQL refuses to run as root. */
function owner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
