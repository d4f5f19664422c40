import { randomBytes } from 'node:crypto';
import { attributeValues, type MediaSection } from '../webrtc/sdp/description.js';
import { MASTER_BYTES, RTP_TAG_BYTES, type CryptoSuite } from './srtp/SrtpKeys.js';

/** What one side encrypts its packets with, as it tells the other one (RFC 4568). */
export interface SdesKey {
  /** Which of several offers an answer means. */
  readonly tag: string;
  readonly suite: CryptoSuite;
  /** Key and salt. */
  readonly master: Buffer;
}

/** A key of our own; a new one unless `master` is given. */
export function createKey(
  suite: CryptoSuite,
  tag = '1',
  master: Buffer = randomBytes(MASTER_BYTES),
): SdesKey {
  return { tag, suite, master };
}

/** The first a=crypto line that we understand: one key, no parameters that change the packets. */
export function readKey({ attributes }: MediaSection): SdesKey | undefined {
  for (const line of attributeValues(attributes, 'crypto')) {
    const match = /^(\d{1,9})\s+(\w+)\s+inline:([\w+/=]+)(?:\|[\w^:]+)*$/.exec(line);
    const [, tag = '', suite = '', base64 = ''] = match ?? [];
    const master = Buffer.from(base64, 'base64');
    if (isSuite(suite) && master.length === MASTER_BYTES) return { tag, suite, master };
  }
  return undefined;
}

export function keyLine({ tag, suite, master }: SdesKey): string {
  return `a=crypto:${tag} ${suite} inline:${master.toString('base64')}`;
}

function isSuite(name: string): name is CryptoSuite {
  return Object.hasOwn(RTP_TAG_BYTES, name);
}
