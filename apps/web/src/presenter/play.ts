import type { ApiClient } from '../api/client.js';
import { PlayMutation, type Broadcast } from '../api/operations/broadcasts.js';

/** The built-in demo crowd, as the API calls it. */
export const DEMO_CROWD = 'demo:crowd';

/** Lets a file, an address or the {@link DEMO_CROWD} play in place of a camera. */
export async function play(
  client: ApiClient,
  broadcastId: string,
  uri: string,
): Promise<Broadcast> {
  return (await client.request(PlayMutation, { input: { broadcastId, uri } })).play;
}
