import type { ApiClient } from '../api/client.js';
import type { Broadcast } from '../api/operations/broadcasts.js';
import { SetRegionsOfInterestMutation, type RegionOfInterest } from '../api/operations/regions.js';

/**
 * Puts these regions in place of those the broadcast has.
 *
 * @param expectedRevision - the revision they were made from; when it is no longer the newest the
 *   server refuses with `REVISION_CONFLICT`.
 */
export async function saveRegions(
  client: ApiClient,
  broadcastId: string,
  regions: readonly RegionOfInterest[],
  expectedRevision: number,
): Promise<Broadcast> {
  const input = { broadcastId, regions: [...regions], expectedRevision };
  return (await client.request(SetRegionsOfInterestMutation, { input })).setRegionsOfInterest;
}
