import type { Validity } from '@crowdlens/schema';
import { callAt } from '../callAt.js';

/** Good until a time. */
export function validUntil(expiresAt: Date): Validity {
  return { expiresAt, onEnd: (callback) => callAt(expiresAt, callback) };
}

/** What ends something, beside its time. */
type Ending = Pick<Validity, 'onEnd'>;

/** Good until its time, but no longer than something else. */
export function validWith(validity: Validity, other: Ending): Validity {
  return {
    ...validity,
    onEnd: (callback) => {
      const giveUps = [validity, other].map((one) => one.onEnd(end));
      const giveUp = () => giveUps.forEach((each) => each());
      function end(): void {
        giveUp();
        callback();
      }
      return giveUp;
    },
  };
}
