import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A PostgreSQL server of its own. */
export interface TemporaryPostgres {
  readonly url: string;
  /** Of its present process. */
  readonly pid: number;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Starts it again where it was, with what it has written. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const BINARIES = '/usr/lib/postgresql';

/** The newest PostgreSQL server of this machine (Debian's place for it); undefined when there is none. */
export function postgresBinaries(): string | undefined {
  if (!existsSync(BINARIES)) return undefined;
  const [newest] = readdirSync(BINARIES).sort((a, b) => Number(b) - Number(a));
  return newest === undefined ? undefined : join(BINARIES, newest, 'bin');
}

/** Starts a real PostgreSQL server in a temporary folder; it listens on a Unix socket only. */
export async function startPostgres(binaries: string): Promise<TemporaryPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'crowdlens-postgres-'));
  const user = postgresUser();
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  execFileSync(join(binaries, 'initdb'), ['-D', data, '-U', 'crowdlens', '-A', 'trust', '-N'], {
    stdio: 'ignore',
    cwd: folder,
    ...user,
  });
  const start = async () => {
    const started = spawn(
      join(binaries, 'postgres'),
      ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off'],
      { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder, ...user },
    );
    let said = '';
    // Later it goes on talking, and must be heard.
    const lines = started.stderr.setEncoding('utf8').iterator({ destroyOnReturn: false });
    for await (const text of lines) {
      said += text;
      if (said.includes('ready to accept connections')) break;
    }
    started.stderr.resume();
    if (!said.includes('ready to accept connections')) throw new Error(said);
    return started;
  };
  let server = await start();
  const end = async (signal: NodeJS.Signals) => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill(signal);
    await once(server, 'exit');
  };
  return {
    url: `postgres://crowdlens@localhost/postgres?host=${encodeURIComponent(folder)}`,
    get pid() {
      return server.pid!;
    },
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGKILL');
      server = await start();
    },
    close: async () => {
      await end('SIGINT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
function postgresUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
