import { createSourceEventStream, execute } from 'graphql';
import type { ExecutionArgs, ExecutionResult, FormattedExecutionResult } from 'graphql';
import { sharedText } from './Channel.js';
import type { SharedText } from './Channel.js';
import type { Listener } from './Listener.js';
import { SharedValue } from './SharedValue.js';

/** What {@link SharedSubscription.open} needs beside what to execute. */
export interface SharedSubscriptionOptions {
  /** Makes of a result what clients may see. */
  readonly present: (result: ExecutionResult) => FormattedExecutionResult;
  /** Called when it has ended, by itself or since nobody listens any more. */
  readonly onEnd: () => void;
}

/** One subscription of many listeners: executed once, and each result made into JSON once. */
export class SharedSubscription {
  readonly #args: ExecutionArgs;
  readonly #options: SharedSubscriptionOptions;
  readonly #source: AsyncIterator<unknown>;
  readonly #listeners = new Map<Listener, (error?: unknown) => void>();
  #hasEnded = false;
  #newest: SharedValue | undefined;

  /** @returns the result that says why it cannot be subscribed to, if so */
  static async open(
    args: ExecutionArgs,
    options: SharedSubscriptionOptions,
  ): Promise<SharedSubscription | ExecutionResult> {
    const source = await createSourceEventStream(args);
    if (!(Symbol.asyncIterator in source)) return source;
    return new SharedSubscription(args, options, source[Symbol.asyncIterator]());
  }

  private constructor(
    args: ExecutionArgs,
    options: SharedSubscriptionOptions,
    source: AsyncIterator<unknown>,
  ) {
    this.#args = args;
    this.#options = options;
    this.#source = source;
    this.#run().then(
      () => this.#end(),
      (error: unknown) => this.#end(error),
    );
  }

  /** The last value that was shared. */
  get newest(): SharedValue | undefined {
    return this.#newest;
  }

  /** Whether nothing more will come; then nobody may join. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Number of listeners. */
  get size(): number {
    return this.#listeners.size;
  }

  /** @param onEnd - called when nothing more will come, with what went wrong, if so */
  join(listener: Listener, onEnd: (error?: unknown) => void): void {
    this.#listeners.set(listener, onEnd);
  }

  leave(listener: Listener): void {
    listener.close();
    if (this.#listeners.delete(listener)) this.endIfUnused();
  }

  /** Ends when nobody listens, as after the last one has left. */
  endIfUnused(): void {
    if (this.#listeners.size > 0) return;
    this.#hasEnded = true;
    this.#options.onEnd();
    void this.#source.return?.();
  }

  /** What is sent for one value. */
  async render(value: unknown): Promise<SharedText> {
    const result = await execute({ ...this.#args, rootValue: value });
    return sharedText(this.#options.present(result));
  }

  async #run(): Promise<void> {
    for (;;) {
      const { done, value } = await this.#source.next();
      if (done) return;
      const shared = new SharedValue(value, await this.render(value));
      this.#newest = shared;
      for (const listener of this.#listeners.keys()) listener.deliver(shared);
    }
  }

  #end(error?: unknown): void {
    this.#hasEnded = true;
    this.#options.onEnd();
    for (const [listener, onEnd] of this.#listeners) {
      listener.close();
      onEnd(error);
    }
    this.#listeners.clear();
  }
}
