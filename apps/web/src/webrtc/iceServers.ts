import type { ApiClient } from '../api/client.js';
import type { ResultOf } from '../api/graphql.js';
import { IceServersQuery } from '../api/operations/sessions.js';

type ServerIceServer = ResultOf<typeof IceServersQuery>['iceServers'][number];

/**
 * The ICE servers of `?ice_servers=[{"urls":"stun:…"}]` in the address.
 *
 * @returns undefined when the address has none, or something that is no JSON list of servers.
 */
export function iceServersFromAddress(search: string): RTCIceServer[] | undefined {
  const text = new URLSearchParams(search).get('ice_servers');
  if (text === null) return undefined;
  try {
    const servers: unknown = JSON.parse(text);
    return Array.isArray(servers) && servers.every(isIceServer) ? servers : undefined;
  } catch {
    return undefined;
  }
}

/** The ICE servers to use: those of the address before those of the server. */
export async function loadIceServers(client: ApiClient, search: string): Promise<RTCIceServer[]> {
  const own = iceServersFromAddress(search);
  if (own) return own;
  const { iceServers } = await client.request(IceServersQuery, {});
  return iceServers.map(browserIceServer);
}

/** GraphQL says null for what is not there; `RTCPeerConnection` wants it left out. */
function browserIceServer({ urls, username, credential }: ServerIceServer): RTCIceServer {
  return {
    urls,
    ...(username !== null && { username }),
    ...(credential !== null && { credential }),
  };
}

function isIceServer(value: unknown): value is RTCIceServer {
  if (typeof value !== 'object' || value === null || !('urls' in value)) return false;
  const urls = Array.isArray(value.urls) ? value.urls : [value.urls];
  return (
    urls.length > 0 && urls.every((url) => typeof url === 'string' && /^(stun|turn)s?:/.test(url))
  );
}
