import { createContext } from 'svelte';
import { ApiClient } from './client.js';
import { Connection } from './connection.svelte.js';
import { OwnRole } from './ownRole.svelte.js';

/** Who the server is told that we are. */
export interface TokenSource {
  /** The access token known now, if any. */
  readonly value: string | undefined;
  /** Asks for one, since the server wants it; undefined when there is none to be had. */
  ask(): Promise<string | undefined>;
}

/** The page's one way to the server, with what the user should see of it. */
export class Api {
  readonly connection = new Connection();
  readonly token: TokenSource;
  readonly client: ApiClient;
  readonly role: OwnRole;

  /** @param url - http(s) address of the API */
  constructor(url: string, token: TokenSource) {
    this.token = token;
    this.client = new ApiClient({
      url,
      token: () => this.token.value,
      askForToken: () => this.token.ask(),
      connected: this.connection.markConnected,
      disconnected: this.connection.markLost,
      retrying: this.connection.markRetry,
    });
    this.role = new OwnRole(this.client, token);
  }
}

/** The API of the surrounding {@link App}. */
export const [getApi, setApi] = createContext<Api>();
