import { RtpError } from './errors.js';

/** Seeded random bytes: what a fuzz test found once it finds again. */
export function randomBytes(count: number, seed: number): Buffer {
  let state = seed >>> 0;
  return Buffer.from(
    Array.from({ length: count }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    }),
  );
}

/** Whether `read` reads what it is given, or refuses it with an error of ours. */
export function readsOrRefuses(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    return error instanceof RtpError;
  }
}
