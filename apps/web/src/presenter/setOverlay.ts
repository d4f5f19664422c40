import type { ApiClient } from '../api/client.js';
import {
  SetOverlayMutation,
  type Broadcast,
  type OverlayMode,
} from '../api/operations/broadcasts.js';

/** Changes what is drawn on a broadcast's processed stream, for all who watch. */
export async function setOverlay(
  client: ApiClient,
  broadcastId: string,
  mode: OverlayMode,
): Promise<Broadcast> {
  return (await client.request(SetOverlayMutation, { input: { broadcastId, mode } })).setOverlay;
}
