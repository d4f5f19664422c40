import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Caller } from '../access/Caller.js';
import { ApiError } from '../errors.js';

/** A page that starts asks many things at once. */
const WINDOW_SECONDS = 10;

/**
 * How many operations an address, and whoever a token was given to, may begin. Share links are
 * nobody's in particular: their users are told apart by address only.
 */
export class RateLimits {
  readonly #addresses: RateLimiterMemory | undefined;
  readonly #subjects: RateLimiterMemory | undefined;

  /** @param perSecond - averaged over ten seconds; undefined for no limit */
  constructor(perSecond: number | undefined) {
    if (perSecond === undefined) return;
    const limit = { points: perSecond * WINDOW_SECONDS, duration: WINDOW_SECONDS };
    this.#addresses = new RateLimiterMemory({ ...limit, keyPrefix: 'address' });
    this.#subjects = new RateLimiterMemory({ ...limit, keyPrefix: 'subject' });
  }

  /** @throws ApiError RATE_LIMITED */
  async countAddress(address: string): Promise<void> {
    await consume(this.#addresses, address, 'address');
  }

  /** @throws ApiError RATE_LIMITED */
  async countCaller({ subject }: Caller): Promise<void> {
    if (subject !== undefined) await consume(this.#subjects, subject, 'token');
  }
}

async function consume(
  limiter: RateLimiterMemory | undefined,
  key: string,
  whose: string,
): Promise<void> {
  try {
    await limiter?.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new ApiError(
      'RATE_LIMITED',
      `Too many operations from this ${whose}: try again in ${Math.ceil(refusal.msBeforeNext / 1000)} s.`,
    );
  }
}
