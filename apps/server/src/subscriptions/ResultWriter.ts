import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import { sharedText } from './Channel.js';
import type { Channel } from './Channel.js';

/**
 * Writes the results of a subscription that is nobody else's, each when there is room: what its
 * client misses is the source's to decide. A stream without values, which ends with the subscription.
 */
export class ResultWriter implements AsyncGenerator<ExecutionResult, void> {
  readonly #results: AsyncGenerator<ExecutionResult, void>;
  readonly #channel: Channel;
  readonly #present: (result: ExecutionResult) => FormattedExecutionResult;

  /** @param present - makes of a result what clients may see */
  constructor(
    results: AsyncGenerator<ExecutionResult, void>,
    channel: Channel,
    present: (result: ExecutionResult) => FormattedExecutionResult,
  ) {
    this.#results = results;
    this.#channel = channel;
    this.#present = present;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorReturnResult<void>> {
    for (;;) {
      await this.#channel.room();
      const { done, value } = await this.#results.next();
      if (done) return { done, value };
      this.#channel.send(sharedText(this.#present(value)));
    }
  }

  async return(): Promise<IteratorReturnResult<void>> {
    await this.#results.return();
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
