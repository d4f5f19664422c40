import { createContext } from 'svelte';
import { AccessToken } from './accessToken.svelte.js';
import { ApiClient } from './client.js';
import { Connection } from './connection.svelte.js';

/** The page's one way to the server, with what the user should see of it. */
export class Api {
  readonly connection = new Connection();
  readonly token = new AccessToken();
  readonly client: ApiClient;

  constructor(url: string) {
    this.client = new ApiClient({
      url,
      token: () => this.token.value,
      askForToken: () => this.token.ask(),
      connected: this.connection.markConnected,
      disconnected: this.connection.markLost,
      retrying: this.connection.markRetry,
    });
  }
}

/** The API of the surrounding {@link App}. */
export const [getApi, setApi] = createContext<Api>();
