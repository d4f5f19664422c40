import { createClient, type Client, type FormattedExecutionResult } from 'graphql-ws/client';
import { ApiError, apiErrorOf } from './errors.js';
import { textOf, type TadaDocumentNode } from './graphql.js';

/** What the client needs from the page around it. */
export interface ClientEnvironment {
  /** http(s) URL of the API; the WebSocket is at the same place. */
  url: string;
  /** The access token known now, if any. */
  token: () => string | undefined;
  /** Asks the user for the token; undefined when the user gives none. */
  askForToken: () => Promise<string | undefined>;
  /** The WebSocket is open (again). */
  connected: () => void;
  /** The WebSocket is gone although somebody is subscribed; it is being reopened. */
  disconnected: () => void;
  /** The next attempt to reopen it is made at this time, ms since 1970. */
  retrying: (at: number) => void;
}

/** What a subscriber hears. */
export interface Observer<Result> {
  next(data: Result): void;
  /** The server refused or ended the subscription with an error; it is not retried. */
  error?(error: ApiError): void;
}

/** What hears of a subscription that is begun again when it is refused. */
export interface LastingObserver<Result> {
  /** It is subscribed, for the first time or again. */
  begin?(): void;
  next(data: Result): void;
}

const RESUBSCRIBE_MS = 3_000;
const KEEP_ALIVE_MS = 10_000;
const PONG_WAIT_MS = 5_000;
const MAX_RETRY_WAIT_MS = 4_000;
/** Close code of graphql-transport-ws: the token is missing, wrong or has expired. */
const FORBIDDEN = 4403;

/**
 * The GraphQL API: questions and commands over HTTP, subscriptions over one WebSocket
 * (graphql-transport-ws) that reopens by itself for ever and subscribes again.
 */
export class ApiClient {
  readonly #environment: ClientEnvironment;
  readonly #socket: Client;

  constructor(environment: ClientEnvironment) {
    this.#environment = environment;
    this.#socket = this.#createSocket();
  }

  /**
   * Asks or commands. When an access token is wanted, the user is asked for it until it is
   * right or they give up.
   *
   * @throws ApiError
   */
  async request<Result, Variables>(
    document: TadaDocumentNode<Result, Variables>,
    variables: Variables,
  ): Promise<Result> {
    for (;;) {
      try {
        return await this.#post(document, variables);
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 'UNAUTHENTICATED') throw error;
        if ((await this.#environment.askForToken()) === undefined) throw error;
      }
    }
  }

  /**
   * Subscribes until the returned function is called. `variables` is asked anew at every
   * (re)connection, so that a subscription can go on after the last thing it received.
   */
  subscribe<Result, Variables>(
    document: TadaDocumentNode<Result, Variables>,
    variables: () => Variables,
    observer: Observer<Result>,
  ): () => void {
    const payload = {
      query: textOf(document),
      get variables() {
        return variables() as Record<string, unknown>;
      },
    };
    return this.#socket.subscribe<Result>(payload, {
      next: (result: FormattedExecutionResult<Result, unknown>) => {
        if (result.errors) observer.error?.(apiErrorOf(result.errors));
        else if (result.data) observer.next(result.data);
      },
      error: (cause) => observer.error?.(subscriptionError(cause)),
      complete: () => undefined,
    });
  }

  /**
   * As {@link subscribe}, for what may be refused now and accepted later, such as a broadcast that
   * somebody has yet to create: 3 s after a refusal it subscribes again.
   */
  keepSubscribed<Result, Variables>(
    document: TadaDocumentNode<Result, Variables>,
    variables: () => Variables,
    observer: LastingObserver<Result>,
  ): () => void {
    let retry: ReturnType<typeof setTimeout> | undefined;
    let unsubscribe = () => {};
    const end = () => {
      clearTimeout(retry);
      unsubscribe();
    };
    const begin = () => {
      unsubscribe = this.subscribe(document, variables, {
        next: (data) => observer.next(data),
        error: () => {
          end();
          retry = setTimeout(begin, RESUBSCRIBE_MS);
        },
      });
      observer.begin?.();
    };
    begin();
    return end;
  }

  /** Sends a command that outlives the page (for `pagehide`); nobody hears the answer. */
  sendLast<Result, Variables>(
    document: TadaDocumentNode<Result, Variables>,
    variables: Variables,
  ): void {
    void this.#fetch(document, variables, { keepalive: true }).catch(() => undefined);
  }

  /** Ends every subscription and the WebSocket. */
  close(): void {
    void this.#socket.dispose();
  }

  async #post<Result, Variables>(
    document: TadaDocumentNode<Result, Variables>,
    variables: Variables,
  ): Promise<Result> {
    let answer: FormattedExecutionResult<Result, unknown>;
    try {
      const response = await this.#fetch(document, variables);
      answer = (await response.json()) as typeof answer;
    } catch (cause) {
      throw new ApiError('SERVER_UNREACHABLE', 'The server does not answer.', { cause });
    }
    if (answer.errors) throw apiErrorOf(answer.errors);
    if (!answer.data) throw new ApiError('SERVER_UNREACHABLE', 'The server gave an empty answer.');
    return answer.data;
  }

  #fetch<Result, Variables>(
    document: TadaDocumentNode<Result, Variables>,
    variables: Variables,
    init: RequestInit = {},
  ): Promise<Response> {
    const token = this.#environment.token();
    return fetch(this.#environment.url, {
      ...init,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query: textOf(document), variables }),
    });
  }

  #createSocket(): Client {
    const { url, token, askForToken, connected, disconnected, retrying } = this.#environment;
    let pongTimer: ReturnType<typeof setTimeout> | undefined;
    let tokenGiven: Promise<unknown> | undefined;
    return createClient({
      url: url.replace(/^http/, 'ws'),
      connectionParams: () => {
        const known = token();
        return known === undefined ? {} : { authorization: `Bearer ${known}` };
      },
      keepAlive: KEEP_ALIVE_MS,
      // Leaving a page ends one subscription a moment before the next page begins its own.
      lazyCloseTimeout: 1_000,
      retryAttempts: Infinity,
      shouldRetry: () => true,
      retryWait: async (retries) => {
        await tokenGiven;
        const delay = reconnectDelay(retries);
        retrying(Date.now() + delay);
        await new Promise((resolve) => setTimeout(resolve, delay));
      },
      on: {
        connected,
        closed: (event) => {
          clearTimeout(pongTimer);
          const code = (event as CloseEvent).code;
          tokenGiven = code === FORBIDDEN ? askForToken() : undefined;
          if (code !== 1000) disconnected();
        },
        // A socket whose network is gone stays "open" for minutes; only a missing pong shows it.
        ping: (received) => {
          if (!received) pongTimer = setTimeout(() => this.#socket.terminate(), PONG_WAIT_MS);
        },
        pong: (received) => {
          if (received) clearTimeout(pongTimer);
        },
      },
    });
  }
}

/** 0.5 s, 1 s … 4 s, half of it by chance so that many viewers do not come back at one instant. */
function reconnectDelay(retries: number): number {
  const longest = Math.min(MAX_RETRY_WAIT_MS, 500 * 2 ** retries);
  return longest * (0.5 + Math.random() / 2);
}

function subscriptionError(cause: unknown): ApiError {
  if (Array.isArray(cause)) return apiErrorOf(cause);
  return new ApiError('SERVER_UNREACHABLE', 'The server closed the connection.', { cause });
}
