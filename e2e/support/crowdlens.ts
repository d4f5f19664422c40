import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';

const main = join(dirname(createRequire(import.meta.url).resolve('@crowdlens/server')), 'main.js');

/** A running server, started as `npm start` does after the build. */
export interface Crowdlens {
  /** `http://localhost:PORT` */
  readonly url: string;
  readonly dataDir: string;
  readonly process: ChildProcess;
  /** Everything it wrote so far. */
  output(): string;
  /** Ends it; `SIGKILL` as a crash would. The data stay. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Ends it and removes its data. */
  close(): Promise<void>;
}

export interface CrowdlensOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Of an earlier server, to go on with its data. */
  readonly dataDir?: string;
  /** Program and arguments, in place of what was built here. */
  readonly command?: readonly [string, ...string[]];
}

/** Starts a server on a free port with data of its own; resolves when it says that it is ready. */
export async function startCrowdlens(options: CrowdlensOptions = {}): Promise<Crowdlens> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'crowdlens-')));
  const [program, ...args] = options.command ?? [process.execPath, main];
  const child = spawn(program, args, {
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'info', DATA_DIR: dataDir, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const exited = once(child, 'exit');
  const ready = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        const url = /^Crowdlens is ready: (\S+)/.exec(line)?.[1];
        if (url) resolve(url.replace(/\/$/, ''));
      });
    }
    void exited.then(() => reject(new Error(`The server ended:\n${lines.join('\n')}`)));
  });
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  return {
    url: await ready,
    dataDir,
    process: child,
    output: () => lines.join('\n'),
    stop,
    close: async () => {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

interface GraphQLReply<Data> {
  data?: Data;
  errors?: { message: string; extensions: { code: string } }[];
}

/** Where a server is, and who asks it. */
type Asked = Pick<Crowdlens, 'url'> & { readonly token?: string };

/** One operation over HTTP, as curl would send it. */
export async function query<Data>(
  { url, token }: Asked,
  document: string,
  variables: object = {},
): Promise<GraphQLReply<Data>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query: document, variables }),
  });
  return (await response.json()) as GraphQLReply<Data>;
}

/** As {@link query}, for what must not fail. */
export async function queryData<Data>(
  server: Asked,
  document: string,
  variables?: object,
): Promise<Data> {
  const { data, errors } = await query<Data>(server, document, variables);
  if (!data || errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** Plays this instead of a camera. */
export function play(server: Asked, uri: string, broadcastId = 'main'): Promise<unknown> {
  return queryData(server, 'mutation ($input: PlayInput!) { play(input: $input) { state } }', {
    input: { uri, broadcastId },
  });
}

/** A graphql-ws client, as a program in a terminal uses it. */
export function subscriber({ url }: Pick<Crowdlens, 'url'>): Client {
  return createClient({ url: `${url.replace(/^http/, 'ws')}/graphql`, webSocketImpl: WebSocket });
}

/** The first message of a subscription that `wanted` accepts; ends the subscription. */
export async function firstOf<Data>(
  client: Client,
  document: string,
  wanted: (data: Data) => boolean,
): Promise<Data> {
  for await (const { data } of client.iterate<Data>({ query: document })) {
    if (data && wanted(data)) return data;
  }
  throw new Error('The subscription ended before the message came');
}
