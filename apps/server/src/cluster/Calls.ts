import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { ApiError } from '../errors.js';
import type { Bus } from './Bus.js';
import { inTraceOf, presentTrace } from '../tracing/traceContext.js';
import type { TraceCarrier } from '../tracing/traceContext.js';
import { unwiredError, wiredError } from './wire.js';
import type { WiredError } from './wire.js';

/** Only the server that leads listens to it. */
const TO_LEADER = 'calls';
/** How long a call waits for an answer. Opening a camera or a file takes the longest. */
const ANSWER_MS = 20_000;
/** How long a call waits for somebody to lead. */
const LEADER_MS = 5000;
const PAUSE_MS = 100;
const MAX_CALLS = 5000;

/** One call of the server that leads. */
export interface Call {
  /** Name of what is wanted, for instance `alerts.rules`. */
  readonly name: string;
  readonly args: readonly unknown[];
  /** Id of the only broadcast that the caller may use. */
  readonly only?: string | undefined;
}

interface Request extends Call {
  readonly id: string;
  readonly trace?: TraceCarrier | undefined;
  /** Who asks. */
  readonly from: string;
}

interface Reply {
  readonly id: string;
  readonly value?: unknown;
  readonly error?: WiredError | undefined;
  readonly isError: boolean;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
  readonly timer: NodeJS.Timeout;
}

/** Asks the server that leads to do things; it is found by itself. */
export class Calls {
  readonly #bus: Bus;
  readonly #name: string;
  readonly #log: Logger;
  readonly #waiting = new Map<string, Waiting>();
  #answer: ((call: Call) => Promise<unknown>) | undefined;

  /** @param name - of this server */
  static async open(bus: Bus, name: string, log: Logger): Promise<Calls> {
    const calls = new Calls(bus, name, log);
    await bus.subscribe(answersTo(name), (reply) => calls.#settle(reply as Reply));
    return calls;
  }

  private constructor(bus: Bus, name: string, log: Logger) {
    this.#bus = bus;
    this.#name = name;
    this.#log = log;
  }

  /** From now on this server leads. */
  async serve(answer: (call: Call) => Promise<unknown>): Promise<void> {
    this.#answer = answer;
    await this.#bus.subscribe(TO_LEADER, (request) => void this.#reply(request as Request));
  }

  /** This server leads no more. */
  async endServing(): Promise<void> {
    this.#answer = undefined;
    await this.#bus.unsubscribe(TO_LEADER);
  }

  /**
   * @returns what the server that leads answers
   * @throws what it throws; ApiError CLUSTER_UNAVAILABLE when nobody leads for some seconds or no answer comes
   */
  async call(call: Call): Promise<unknown> {
    // The short way, with the same errors.
    if (this.#answer) return this.#answer(call);
    if (this.#waiting.size >= MAX_CALLS) throw unavailable('Too many calls wait for an answer.');
    const request: Request = {
      ...call,
      id: randomUUID(),
      from: this.#name,
      trace: presentTrace(),
    };
    const answer = new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(request.id);
        reject(unavailable('The server that leads does not answer.'));
      }, ANSWER_MS);
      this.#waiting.set(request.id, { resolve, reject, timer });
    });
    // It may be there before the sending is confirmed.
    answer.catch(() => undefined);
    try {
      await this.#send(request);
    } catch (error) {
      clearTimeout(this.#waiting.get(request.id)?.timer);
      this.#waiting.delete(request.id);
      throw error;
    }
    return answer;
  }

  close(): void {
    for (const waiting of this.#waiting.values()) {
      clearTimeout(waiting.timer);
      waiting.reject(unavailable('This server is closing.'));
    }
    this.#waiting.clear();
  }

  /** What nobody has received can be sent again. */
  async #send(request: Request): Promise<void> {
    const deadline = performance.now() + LEADER_MS;
    for (;;) {
      const receivers = await this.#bus.publish(TO_LEADER, request).catch(() => 0);
      if (receivers > 0) return;
      if (performance.now() > deadline) throw unavailable('No server leads at this moment.');
      await delay(PAUSE_MS);
    }
  }

  #settle({ id, value, error, isError }: Reply): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    if (isError) waiting.reject(unwiredError(error));
    else waiting.resolve(value);
  }

  async #reply({ id, from, trace, ...call }: Request): Promise<void> {
    const answer = this.#answer;
    if (!answer) return;
    let reply: Reply;
    try {
      reply = { id, value: await inTraceOf(trace ?? {}, () => answer(call)), isError: false };
    } catch (error) {
      const wired = wiredError(error);
      if (!wired) this.#log.error({ err: error, call: call.name }, 'a call failed');
      reply = { id, error: wired, isError: true };
    }
    await this.#bus.publish(answersTo(from), reply).catch((error: unknown) => {
      this.#log.warn({ err: error, call: call.name }, 'an answer could not be sent');
    });
  }
}

function answersTo(name: string): string {
  return `answers:${name}`;
}

function unavailable(reason: string): ApiError {
  return new ApiError('CLUSTER_UNAVAILABLE', `${reason} Try again in a moment.`);
}
