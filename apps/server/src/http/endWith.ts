import type { ServerResponse } from 'node:http';
import type { Validity } from '@crowdlens/schema';

/** A long answer that was begun with a token is cut off when that is no longer good. */
export function endWith(response: ServerResponse, validity: Validity | undefined): void {
  if (validity)
    response.once(
      'close',
      validity.onEnd(() => response.destroy()),
    );
}
