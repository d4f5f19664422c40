import type { ApiClient } from './client.js';
import { OnAirQuery, type BroadcastTitle } from './operations/broadcasts.js';
import { pause } from './pause.js';

const AGAIN_MS = 5_000;

/**
 * Tells which broadcasts are on air, at once and then every five seconds while the page is seen; none while the
 * server does not answer.
 *
 * @returns a function that ends it.
 */
export function followOnAir(
  client: ApiClient,
  tell: (broadcasts: readonly BroadcastTitle[]) => void,
): () => void {
  const ended = new AbortController();
  void follow(ended.signal);
  return () => ended.abort();

  async function follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const broadcasts = await onAir(client);
      if (!signal.aborted) tell(broadcasts);
      do await pause(AGAIN_MS, signal);
      while (document.hidden && !signal.aborted);
    }
  }
}

async function onAir(client: ApiClient): Promise<BroadcastTitle[]> {
  try {
    const { broadcasts } = await client.request(OnAirQuery, {});
    return broadcasts.filter(({ state }) => state !== 'IDLE');
  } catch {
    return [];
  }
}
