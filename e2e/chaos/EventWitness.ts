import { CrowdlensClient, type CrowdEventMessage } from '@crowdlens/client';
import { WebSocket } from 'ws';

const PAGE = `query ($after: String) {
  crowdEvents(first: 500, after: $after) {
    edges { cursor node { sequence } }
    pageInfo { hasNextPage endCursor }
  }
}`;

interface Page {
  readonly crowdEvents: {
    readonly edges: readonly { readonly node: { readonly sequence: number } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

/** A subscriber to crowd events who connects again with its cursor, and writes down what it was told. */
export class EventWitness {
  readonly #client: CrowdlensClient;
  readonly #over = new AbortController();
  readonly #told: CrowdEventMessage[] = [];
  readonly #listening: Promise<void>;

  constructor(url: string) {
    this.#client = new CrowdlensClient({ url, webSocket: WebSocket });
    this.#listening = this.#listen();
  }

  /** Numbers of the events in the order in which they were told; -1 for each message that some are gone. */
  get told(): number[] {
    return this.#told.map(({ event }) => event?.sequence ?? -1);
  }

  /** Numbers of the events in the server's history. */
  async written(): Promise<number[]> {
    const found: number[] = [];
    let after: string | null = null;
    for (;;) {
      const { crowdEvents }: Page = await this.#client.request<Page>(PAGE, { after });
      found.push(...crowdEvents.edges.map(({ node }) => node.sequence));
      if (!crowdEvents.pageInfo.hasNextPage) return found.sort((a, b) => a - b);
      after = crowdEvents.pageInfo.endCursor;
    }
  }

  /** Throws what ended the subscription, if anything did. */
  async close(): Promise<void> {
    this.#over.abort();
    await this.#listening;
    await this.#client.close();
  }

  async #listen(): Promise<void> {
    const messages = this.#client.crowdEvents({ signal: this.#over.signal });
    for await (const message of messages) this.#told.push(message);
  }
}
