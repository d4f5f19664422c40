import { attributeValues, type MediaSection } from './description.js';

/** Lets us say how long a receiver may keep pictures before it shows them. */
export const PLAYOUT_DELAY = 'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay';

/** The id that a section gives to a header extension, if it is one of the one-byte form (RFC 8285). */
export function extensionId({ attributes }: MediaSection, uri: string): number | undefined {
  for (const line of attributeValues(attributes, 'extmap')) {
    const [id = '', name] = line.split(/ +/);
    if (name === uri && /^([1-9]|1[0-4])$/.test(id)) return Number(id);
  }
  return undefined;
}

export function extensionLine(id: number, uri: string): string {
  return `a=extmap:${id} ${uri}`;
}
