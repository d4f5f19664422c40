/** How a part is: as it should be; usable, but look at it; unusable; not tried. */
export type Verdict = 'ok' | 'warning' | 'failed' | 'skipped';

/** What a check says, in plain words. Never with a secret. */
export interface Statement {
  readonly verdict: Verdict;
  /** What was found: one sentence. */
  readonly found: string;
  /** What that means, and what to change; names the setting. */
  readonly advice?: string;
}

/** A statement, and whose it is. */
export interface Finding extends Statement {
  /** Name of the check. */
  readonly check: string;
}

/** All is well. */
export const ok = (found: string): Statement => ({ verdict: 'ok', found });

/** Not tried, and why. */
export const skipped = (found: string): Statement => ({ verdict: 'skipped', found });

/** It works, but perhaps not as it is meant. */
export const warning = (found: string, advice: string): Statement => ({
  verdict: 'warning',
  found,
  advice,
});

/** It cannot work. */
export const failed = (found: string, advice: string): Statement => ({
  verdict: 'failed',
  found,
  advice,
});

/** The sentence of an error; of several at once, as connecting to a name gives, the first that has one. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).find(Boolean) ?? 'unknown';
  return error instanceof Error ? error.message : String(error);
}
