import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnMediaServer } from '@crowdlens/media-server';
import { createServer, loadConfig } from '@crowdlens/server';
import type {
  Config,
  CrowdlensServer,
  RunningMediaServer,
  StartMediaServer,
} from '@crowdlens/server';
import { createClient } from 'graphql-ws';
import type { Client } from 'graphql-ws';
import { pino } from 'pino';
import { WebSocket } from 'ws';

/** What the API answered. */
export interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string };
  }[];
}

/** How long a media server may take to start. */
const MEDIA_WAIT_MS = 30_000;

/** A server of its own on a free port, with a real media server behind it. */
export class TestServer {
  readonly #server: CrowdlensServer;
  readonly #folder: string;
  readonly #mediaServers: RunningMediaServer[];
  readonly #clients: Client[] = [];

  /**
   * @param settings - what differs from the defaults
   * @param folder - of an earlier server, to find its data again
   * @param disguise - what the server sees of the media server
   * @param others - media servers beside it
   */
  static async start(
    settings: Partial<Config> = {},
    folder?: string,
    disguise: (ours: RunningMediaServer) => Promise<RunningMediaServer> = async (ours) => ours,
    others: readonly StartMediaServer[] = [],
  ): Promise<TestServer> {
    const root = folder ?? (await mkdtemp(join(tmpdir(), 'crowdlens-server-')));
    const config: Config = {
      ...loadConfig({}),
      port: 0,
      dataDir: join(root, 'data'),
      mediaDir: join(root, 'media'),
      recordingsDir: join(root, 'recordings'),
      ...settings,
    };
    const { mediaDir, recordingsDir } = config;
    await mkdir(mediaDir, { recursive: true });
    const running: RunningMediaServer[] = [];
    const spawn = async () => {
      const spawned = await spawnMediaServer({ mediaDir, recordingsDir, logLevel: 'error' });
      return { ...spawned, recordingsDir };
    };
    const start = async () => {
      const server = await disguise(await spawn());
      running.push(server);
      return server;
    };
    const log = pino({ level: 'error' });
    const server = await createServer(config, {
      mediaServers: [start, ...others],
      startDetector: spawn,
      log,
    });
    const test = new TestServer(server, root, running);
    await test.mediaServersAvailable();
    return test;
  }

  private constructor(server: CrowdlensServer, folder: string, mediaServers: RunningMediaServer[]) {
    this.#server = server;
    this.#folder = folder;
    this.#mediaServers = mediaServers;
  }

  get url(): string {
    return this.#server.url;
  }

  get folder(): string {
    return this.#folder;
  }

  /** Kurento's protocol, with the token. */
  get mediaServerUrl(): string {
    return this.#mediaServers.at(-1)!.url;
  }

  /** Asks the API over HTTP. */
  async ask<Data>(
    query: string,
    variables: object = {},
    headers: Record<string, string> = {},
  ): Promise<Answer<Data>> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer<Data>;
  }

  /** Asks the API and wants an answer without errors. */
  async get<Data>(query: string, variables: object = {}): Promise<Data> {
    const { data, errors } = await this.ask<Data>(query, variables);
    if (errors ?? !data) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** The code of the error that the API answers. */
  async errorCode(query: string, variables: object = {}): Promise<string | undefined> {
    const { errors } = await this.ask(query, variables);
    return errors?.[0]?.extensions?.code;
  }

  /** A GraphQL client over WebSocket of its own. */
  webSocketClient(connectionParams: Record<string, unknown> = {}): Client {
    const client = createClient({
      url: `${this.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams,
      lazy: true,
      retryAttempts: 0,
    });
    this.#clients.push(client);
    return client;
  }

  /** Subscribes with a client of its own. */
  subscribe<Data>(
    query: string,
    variables: Record<string, unknown> = {},
    connectionParams: Record<string, unknown> = {},
  ): AsyncIterableIterator<Answer<Data>> {
    const client = this.webSocketClient(connectionParams);
    return client.iterate<Data>({ query, variables }) as AsyncIterableIterator<Answer<Data>>;
  }

  /** Resolves when the broadcast is in this state. */
  async untilState(
    state: string,
    id = 'main',
    connectionParams: Record<string, unknown> = {},
  ): Promise<void> {
    const changes = this.subscribe<{ broadcastChanged: { state: string } }>(
      'subscription ($id: ID!) { broadcastChanged(id: $id) { state } }',
      { id },
      connectionParams,
    );
    for await (const { data } of changes) {
      if (data?.broadcastChanged.state === state) return;
    }
    throw new Error(`The broadcast ended before it was ${state}.`);
  }

  /** Ends the media server as a crash would. */
  async crashMediaServer(): Promise<void> {
    await this.#mediaServers.at(-1)!.close();
  }

  /** Ends the server and keeps its data. */
  async stop(): Promise<void> {
    for (const client of this.#clients) await client.dispose();
    await this.#server.close();
  }

  /** Ends the server and removes its data. */
  async close(): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async mediaServersAvailable(count = 1): Promise<void> {
    const areAvailable = await this.#server.untilMediaAvailable(MEDIA_WAIT_MS, count);
    if (!areAvailable) throw new Error(`Fewer than ${count} media servers became available.`);
  }
}
