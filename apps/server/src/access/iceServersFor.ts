import { createHmac } from 'node:crypto';
import type { Config } from '../config.js';

/** Longer than anybody watches at a stretch: what is relayed ends with it. */
const VALID_SECONDS = 12 * 3600;

/** What browsers are told of STUN and TURN servers. */
export type IceServers = Config['iceServers'];

/**
 * The ICE servers as they are told to a client at this moment. TURN servers without credentials of
 * their own get some that end after twelve hours, made of the secret that they share with us
 * (draft-uberti-behave-turn-rest-00; coturn's `use-auth-secret`).
 */
export function iceServersFor(
  { iceServers, turnSecret }: Pick<Config, 'iceServers' | 'turnSecret'>,
  now = Date.now(),
): IceServers {
  if (turnSecret === undefined) return iceServers;
  const username = `${Math.floor(now / 1000) + VALID_SECONDS}:crowdlens`;
  const credential = createHmac('sha1', turnSecret).update(username).digest('base64');
  return iceServers.map((server) => {
    const isTurn = server.urls.some((url) => /^turns?:/i.test(url));
    return isTurn && server.credential === undefined ? { ...server, username, credential } : server;
  });
}
