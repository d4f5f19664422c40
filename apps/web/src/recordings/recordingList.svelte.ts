import type { ApiClient } from '../api/client.js';
import { RecordingsQuery, type Recording } from '../api/operations/recordings.js';

/** Recordings that are asked for at a time. */
export const PAGE = 24;

/** The recordings, the newest first, as far as they were asked for. */
export class RecordingList {
  readonly #client: ApiClient;
  #recordings = $state.raw<readonly Recording[]>([]);
  #before: string | null = null;
  #hasOlder = $state(false);
  #loading = $state(true);
  #error = $state.raw<unknown>();

  constructor(client: ApiClient) {
    this.#client = client;
    void this.older();
  }

  get recordings(): readonly Recording[] {
    return this.#recordings;
  }

  get hasOlder(): boolean {
    return this.#hasOlder;
  }

  get loading(): boolean {
    return this.#loading;
  }

  /** Why the last question failed. */
  get error(): unknown {
    return this.#error;
  }

  /** Asks for one more page. */
  async older(): Promise<void> {
    this.#loading = true;
    this.#error = undefined;
    try {
      const variables = { last: PAGE, before: this.#before };
      const { recordings } = await this.#client.request(RecordingsQuery, variables);
      const page = recordings.edges.map(({ node }) => node).reverse();
      this.#recordings = [...this.#recordings, ...page];
      this.#before = recordings.pageInfo.startCursor ?? null;
      this.#hasOlder = recordings.pageInfo.hasPreviousPage;
    } catch (error) {
      this.#error = error;
    } finally {
      this.#loading = false;
    }
  }
}
