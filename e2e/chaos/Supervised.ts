import { readFileSync, readdirSync } from 'node:fs';
import { startCrowdlens, type Crowdlens } from '../support/crowdlens.js';
import { freePort } from '../../apps/server/test/support/freePort.js';

/** A server that is started again on the same port whenever it has ended, as systemd would. */
export class Supervised {
  readonly url: string;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #said: string[] = [];
  #server: Crowdlens;

  /** @param dataDir - default: one that is removed at the end */
  static async start(
    environment: Readonly<Record<string, string>>,
    dataDir?: string,
  ): Promise<Supervised> {
    const env = { ...environment, PORT: String(await freePort()) };
    const server = await startCrowdlens({ env, ...(dataDir !== undefined && { dataDir }) });
    return new Supervised(env, server);
  }

  private constructor(environment: Readonly<Record<string, string>>, server: Crowdlens) {
    this.#environment = environment;
    this.#server = server;
    this.url = `http://127.0.0.1:${environment['PORT']}`;
  }

  get pid(): number {
    return this.#server.process.pid!;
  }

  /** The embedded media server. */
  get mediaServer(): number {
    return childrenOf(this.pid)[0]!;
  }

  /** Its processes for viewers. */
  get fanOutProcesses(): number[] {
    return childrenOf(this.mediaServer);
  }

  /** Messages of the errors that were logged, each once, and whatever no logger wrote of an error. */
  get errors(): string[] {
    const found = this.output
      .split('\n')
      .filter((line) => /"level":[56]0|unhandled|uncaught|INTERNAL_SERVER_ERROR/i.test(line))
      .map((line) => /"message":"([^"]*)"/.exec(line)?.[1] ?? line);
    return [...new Set(found)];
  }

  /** Everything that it and its processes have said, in all its lives. */
  get output(): string {
    return [...this.#said, this.#server.output()].join('\n');
  }

  /** Whether it has ended without {@link kill}. */
  get hasEnded(): boolean {
    const { exitCode, signalCode } = this.#server.process;
    return exitCode !== null || signalCode !== null;
  }

  /** Kills it as a crash would, and starts it again. */
  async kill(): Promise<void> {
    await this.#server.stop('SIGKILL');
    this.#said.push(this.#server.output());
    this.#server = await startCrowdlens({ env: this.#environment, dataDir: this.#server.dataDir });
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}

/** Processes that still have this variable of ours in their environment. */
export function processesWith(variable: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && environmentOf(pid).includes(variable));
}

function environmentOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return []; // It has ended meanwhile, or is somebody else's.
  }
}
