import { createHash } from 'node:crypto';
import type { Reply } from './messages.js';

/**
 * Answers a request that a client repeats (after a reconnect, because it saw no reply) without
 * executing it again. A repetition is the same text in the same session within 20 s; comparing
 * the whole text spares clients that reuse an id the surprise of an old answer.
 */
export class ReplyCache {
  readonly #replies = new Map<string, { reply: Promise<Reply>; until: number }>();

  /** `now` gives milliseconds on any clock that only grows. */
  constructor(
    private readonly maxReplies: number,
    private readonly now: () => number = () => performance.now(),
    private readonly lifetimeMs = 20_000,
  ) {}

  /** The reply of the same request if there is one, else that of `execute`. */
  reply(sessionId: string, text: string, execute: () => Promise<Reply>): Promise<Reply> {
    this.#dropOld();
    const key = createHash('sha256').update(sessionId).update('\n').update(text).digest('base64');
    const known = this.#replies.get(key);
    if (known) return known.reply;
    const reply = execute();
    this.#replies.set(key, { reply, until: this.now() + this.lifetimeMs });
    // What failed has changed nothing: it may be tried again.
    void reply.then((settled) => 'error' in settled && this.#replies.delete(key));
    return reply;
  }

  #dropOld(): void {
    // A Map keeps the order of insertion, which is the order of expiry.
    for (const [key, { until }] of this.#replies) {
      if (until > this.now() && this.#replies.size < this.maxReplies) return;
      this.#replies.delete(key);
    }
  }
}
