import type { ApiClient } from '../api/client.js';
import { PlayMutation, type Broadcast } from '../api/operations.js';

const DEMO_CROWD = 'demo:crowd';

/** Lets the built-in demo crowd play in place of a camera. */
export async function playDemo(client: ApiClient, broadcastId: string): Promise<Broadcast> {
  const input = { broadcastId, uri: DEMO_CROWD };
  return (await client.request(PlayMutation, { input })).play;
}
