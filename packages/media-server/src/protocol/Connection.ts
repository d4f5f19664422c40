import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { toText } from './api/unmarshal.js';
import type { ControlPlane } from './ControlPlane.js';
import type { EventSink } from './bindings.js';
import { KurentoError } from './errors.js';
import {
  failure,
  isJsonObject,
  parseJson,
  success,
  toRequest,
  type Json,
  type JsonObject,
  type Reply,
  type Request,
  type RequestId,
} from './messages.js';
import { methods, type Method } from './methods.js';
import type { ReplyCache } from './replyCache.js';

/** The way back to one client. */
export interface Socket {
  send(text: string): void;
  /** Nothing more is read until {@link resume}. */
  pause(): void;
  resume(): void;
}

/** One client: executes what it sends and answers. Requests run side by side, as in Kurento. */
export class Connection implements EventSink {
  #pending = 0;
  #isClosed = false;
  /** The id of the session that a client without one is going to get. */
  #proposal = randomUUID();

  constructor(
    private readonly plane: ControlPlane,
    private readonly replies: ReplyCache,
    private readonly socket: Socket,
    private readonly log: Logger,
  ) {}

  send(text: string): void {
    this.socket.send(text);
  }

  /** Takes one message. Never rejects: whatever is wrong with it is answered. */
  async receive(text: string): Promise<void> {
    const { maxPendingRequests } = this.plane.limits;
    this.#pending += 1;
    if (this.#pending === maxPendingRequests) this.socket.pause();
    try {
      const reply = await this.#reply(text);
      if (reply) this.send(JSON.stringify(reply));
    } catch (error) {
      this.log.error({ err: error }, 'a reply could not be sent');
    } finally {
      if (this.#pending === maxPendingRequests) this.socket.resume();
      this.#pending -= 1;
    }
  }

  /** Objects and session stay: the client may come back with another connection. */
  close(): void {
    this.#isClosed = true;
    const sessionId = this.plane.bindings.unbind(this);
    if (sessionId === undefined) return;
    if (this.plane.sessions.keepAlive(sessionId)) this.plane.missedEvents.begin(sessionId);
  }

  async #reply(text: string): Promise<Reply | undefined> {
    let request: Request;
    try {
      request = toRequest(parseJson(text));
    } catch (error) {
      return failure(null, this.#errorBody(error, 'the message'));
    }
    if (request.id === undefined) {
      await this.#execute(request);
      return undefined;
    }
    const sessionId = this.#sessionOf(request.params) ?? this.#proposal;
    const reply = await this.replies.reply(sessionId, text, () => this.#execute(request));
    this.#bind(reply);
    return reply;
  }

  /** The session that a request names, or else the one bound to this connection. */
  #sessionOf(params: Json | undefined): string | undefined {
    const named = isJsonObject(params) ? params['sessionId'] : undefined;
    return toText(named) || this.plane.bindings.sessionId(this);
  }

  async #execute(request: Request): Promise<Reply> {
    const id = request.id ?? null;
    try {
      return success(id, await this.#run(request));
    } catch (error) {
      return failure(id, this.#errorBody(error, request.method));
    }
  }

  async #run({ method: name, params }: Request): Promise<JsonObject> {
    const method = methods.get(name);
    if (!method) throw new KurentoError('METHOD_NOT_FOUND', 'Method not found.');
    const known = this.#sessionOf(params);
    this.#check(method, params, known);
    const sessionId = known ?? this.#proposal;
    const result = await method.run({
      plane: this.plane,
      sessionId,
      sessionIsNew: known === undefined,
      params: isJsonObject(params) ? params : {},
      nested: (operation) => this.#nested(operation, sessionId),
    });
    const untold = !method.tellsSession || (!known && method.withoutSession === 'ignore');
    return untold ? result : { ...result, sessionId };
  }

  #check(method: Method, params: Json | undefined, sessionId: string | undefined): void {
    if (params !== undefined && !isJsonObject(params)) {
      throw new KurentoError(
        'INTERNAL_ERROR',
        "Unexpected error while processing method: 'params' should be an object",
      );
    }
    if (sessionId !== undefined) return;
    if (method.needsParams && params === undefined) {
      throw new KurentoError('INVALID_PARAMS', "'params' is required");
    }
    if (method.withoutSession === 'fail') {
      throw new KurentoError('SERVER_ERROR', "'sessionId' parameter is required");
    }
  }

  /** The session that a reply tells belongs to this connection from now on. */
  #bind(reply: Reply): void {
    const sessionId = 'result' in reply ? reply.result['sessionId'] : undefined;
    // A request may outlive its connection, whose end is what lets the session go one day.
    if (typeof sessionId !== 'string' || this.#isClosed) return;
    this.plane.bindings.bind(this, sessionId);
    for (const event of this.plane.missedEvents.take(sessionId)) this.send(event);
    // Should another connection take this session over, ours must not go on using it.
    if (sessionId === this.#proposal) this.#proposal = randomUUID();
  }

  /** An operation of a transaction: its reply goes into the transaction's. */
  async #nested(operation: Json, sessionId: string): Promise<Reply> {
    const id = (isJsonObject(operation) ? operation['id'] : null) as RequestId;
    try {
      const request = toRequest(operation);
      const params = { ...(request.params as JsonObject | undefined), sessionId };
      return success(id, await this.#run({ ...request, params }));
    } catch (error) {
      return failure(id, this.#errorBody(error, 'an operation of a transaction'));
    }
  }

  #errorBody(error: unknown, what: string): ReturnType<KurentoError['toBody']> {
    if (error instanceof KurentoError) return error.toBody();
    this.log.error({ err: error }, `unexpected error while processing ${what}`);
    return new KurentoError(
      'INTERNAL_ERROR',
      `Unexpected error while processing ${what}; the server's log tells more`,
    ).toBody();
  }
}
