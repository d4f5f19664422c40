import type { Validity } from '@crowdlens/schema';
import { callAt } from '../callAt.js';

/** Good until a time. */
export function validUntil(expiresAt: Date): Validity {
  return { onEnd: (callback) => callAt(expiresAt, callback) };
}

/** Good as long as all of them are. */
export function validWith(...all: readonly Validity[]): Validity {
  return {
    onEnd: (callback) => {
      const giveUps = all.map((one) => one.onEnd(end));
      const giveUp = () => giveUps.forEach((each) => each());
      function end(): void {
        giveUp();
        callback();
      }
      return giveUp;
    },
  };
}
