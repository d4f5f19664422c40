import type { CrowdlensContext } from '@crowdlens/schema';
import {
  getArgumentValues,
  getVariableValues,
  getOperationAST,
  locatedError,
  subscribe,
} from 'graphql';
import type { ExecutionArgs, ExecutionResult, FormattedExecutionResult } from 'graphql';
import type { CatchUpReader } from '../events/CatchUpReader.js';
import type { AlertChangesArguments, CatchUpReaders } from '../graphql/ServerApi.js';
import type { CrowdEventsArguments } from '../graphql/Streams.js';
import type { Channel } from './Channel.js';
import { CatchUpListener, NewestListener } from './Listener.js';
import type { Listener } from './Listener.js';
import { ResultWriter } from './ResultWriter.js';
import { shareable } from './shareable.js';
import type { Shareable } from './shareable.js';
import { SharedSubscription } from './SharedSubscription.js';

/** A subscription of one client. */
export interface SubscriptionRequest extends ExecutionArgs {
  readonly contextValue: CrowdlensContext;
  /** Text of the operation. */
  readonly query: string;
  /** Where its results go. */
  readonly channel: Channel;
}

/** How clients of the same right to see share what they subscribe to. */
export interface SharedSubscriptionsOptions {
  /** Read for one listener what it missed. */
  readonly readers: CatchUpReaders;
  /** Makes of a result what clients may see. */
  readonly present: (result: ExecutionResult) => FormattedExecutionResult;
}

/**
 * Subscriptions, over whatever there is a {@link Channel} for. Listeners who ask for the same with
 * the same right to see have one execution, whose results are written straight to them.
 */
export class SharedSubscriptions {
  readonly #options: SharedSubscriptionsOptions;
  readonly #shared = new Map<string, Promise<SharedSubscription | ExecutionResult>>();
  readonly #running = new Map<string, SharedSubscription>();

  constructor(options: SharedSubscriptionsOptions) {
    this.#options = options;
  }

  /** How many listen, and to how many different subscriptions. */
  get load(): { subscriptions: number; executions: number } {
    const sizes = Array.from(this.#running.values(), ({ size }) => size);
    return {
      subscriptions: sizes.reduce((sum, size) => sum + size, 0),
      executions: this.#running.size,
    };
  }

  /**
   * As `subscribe` of graphql-js, but results go into the channel. The stream returned has no values:
   * it ends with the subscription, and closing it ends the subscription.
   */
  async subscribe(
    request: SubscriptionRequest,
  ): Promise<AsyncIterable<ExecutionResult> | ExecutionResult> {
    const wanted = shareable(request);
    if (!wanted) return this.#subscribeAlone(request);
    for (;;) {
      const shared = await this.#open(request, wanted);
      if (!(shared instanceof SharedSubscription)) return shared;
      // The last listener may have left at this very moment.
      if (shared.hasEnded) continue;
      return this.#participate(request, wanted, shared);
    }
  }

  async #subscribeAlone(
    request: SubscriptionRequest,
  ): Promise<AsyncIterable<ExecutionResult> | ExecutionResult> {
    const results = await subscribe(request);
    if (!(Symbol.asyncIterator in results)) return results;
    return new ResultWriter(results, request.channel, this.#options.present);
  }

  #open(
    { contextValue, query }: SubscriptionRequest,
    { args }: Shareable,
  ): Promise<SharedSubscription | ExecutionResult> {
    const { role, broadcastId, validity } = contextValue;
    // Addresses in what is shared end with the share link of whoever asked.
    const caller = [role, broadcastId, validity?.linkId];
    const variables = args.variableValues ?? {};
    const key = JSON.stringify([caller, args.operationName, variables, query]);
    const known = this.#shared.get(key);
    if (known) return known;
    const onEnd = () => {
      if (this.#shared.get(key) !== opening) return;
      this.#shared.delete(key);
      this.#running.delete(key);
    };
    const { present } = this.#options;
    const opening = SharedSubscription.open(args, { present, onEnd }).then((opened) => {
      if (opened instanceof SharedSubscription && !opened.hasEnded) this.#running.set(key, opened);
      else onEnd();
      return opened;
    });
    opening.catch(onEnd);
    this.#shared.set(key, opening);
    return opening;
  }

  #participate(
    request: SubscriptionRequest,
    { field }: Shareable,
    shared: SharedSubscription,
  ): AsyncIterable<ExecutionResult> | ExecutionResult {
    try {
      const reader = this.#readerFor(request, field);
      const { channel } = request;
      return new Participation(shared, (onFailure) =>
        reader
          ? new CatchUpListener({
              channel,
              reader,
              render: (value) => shared.render(value),
              onFailure,
            })
          : new NewestListener(channel, shared.newest),
      );
    } catch (error) {
      shared.endIfUnused();
      return { errors: [locatedError(error, field, [field.alias?.value ?? field.name.value])] };
    }
  }

  /** For what can be resumed. */
  #readerFor(request: SubscriptionRequest, field: Shareable['field']): CatchUpReader | undefined {
    const { readers } = this.#options;
    const wanted: unknown = argumentsOf(request, field);
    switch (field.name.value) {
      case 'crowdEvents':
        return readers.crowdEvents(wanted as CrowdEventsArguments);
      case 'alertChanged':
        return readers.alertChanged(
          wanted as AlertChangesArguments,
          request.contextValue.broadcastId,
        );
      default:
        return undefined;
    }
  }
}

function argumentsOf(
  { schema, document, operationName, variableValues }: ExecutionArgs,
  field: Shareable['field'],
): Record<string, unknown> {
  const definition = schema.getSubscriptionType()!.getFields()[field.name.value]!;
  const { variableDefinitions = [] } = getOperationAST(document, operationName)!;
  // They have been coerced before, without an error, to open what is shared.
  const { coerced } = getVariableValues(schema, variableDefinitions, variableValues ?? {});
  return getArgumentValues(definition, field, coerced);
}

/** Taking part in a shared subscription, in the form of a stream without values. */
class Participation implements AsyncGenerator<ExecutionResult, void> {
  readonly #shared: SharedSubscription;
  readonly #listener: Listener;
  readonly #ended: Promise<void>;
  #end!: () => void;

  constructor(
    shared: SharedSubscription,
    listen: (onFailure: (error: unknown) => void) => Listener,
  ) {
    this.#shared = shared;
    let fail!: (error: unknown) => void;
    this.#ended = new Promise((resolve, reject) => {
      this.#end = resolve;
      fail = reject;
    });
    // Whoever waits for the next value hears of it.
    this.#ended.catch(() => undefined);
    this.#listener = listen((error) => {
      shared.leave(this.#listener);
      fail(error);
    });
    shared.join(this.#listener, (error) => (error === undefined ? this.#end() : fail(error)));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorReturnResult<void>> {
    await this.#ended;
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorReturnResult<void>> {
    this.#shared.leave(this.#listener);
    this.#end();
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<never> {
    await this.return();
    throw error;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}
