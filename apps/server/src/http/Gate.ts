import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import type { Access } from '../access/Access.js';
import type { Caller } from '../access/Caller.js';
import { clientAddress } from './clientAddress.js';
import type { RateLimits } from './RateLimits.js';

/** Who may come in, and how often. */
export interface GateOptions {
  readonly access: Access;
  readonly rateLimits: RateLimits;
  readonly trustedProxies: readonly string[];
}

/** Every operation passes here, over HTTP and WebSocket alike. */
export class Gate {
  readonly #options: GateOptions;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /**
   * Says who it is.
   *
   * @param authorization - `Bearer TOKEN`
   * @throws ApiError UNAUTHENTICATED, RATE_LIMITED
   */
  async admit(request: IncomingMessage, authorization: unknown): Promise<Caller> {
    // Before the token: checking one costs more than counting, and nobody shall guess.
    await this.#countAddress(request);
    const caller = await this.#options.access.identify(authorization);
    await this.#options.rateLimits.countCaller(caller);
    return caller;
  }

  /**
   * For each operation of a WebSocket whose caller has been admitted.
   *
   * @throws ApiError RATE_LIMITED
   */
  async countOperation(request: IncomingMessage, caller: Caller): Promise<void> {
    await this.#countAddress(request);
    await this.#options.rateLimits.countCaller(caller);
  }

  /** Lets a request through to handlers that ask {@link callerOf}. */
  readonly handler: RequestHandler = async (request, response, next) => {
    response.locals['caller'] = await this.admit(request, authorizationOf(request));
    next();
  };

  #countAddress(request: IncomingMessage): Promise<void> {
    const { rateLimits, trustedProxies } = this.#options;
    return rateLimits.countAddress(clientAddress(request, trustedProxies));
  }
}

/** Who has been let through by the gate's handler. */
export function callerOf(response: Response): Caller {
  return response.locals['caller'] as Caller;
}

/** Links and players that cannot send headers give the token in the address (RFC 6750, 2.3). */
export function authorizationOf(request: Pick<Request, 'headers' | 'query'>): unknown {
  const { access_token: token } = request.query;
  return (
    request.headers.authorization ?? (typeof token === 'string' ? `Bearer ${token}` : undefined)
  );
}
