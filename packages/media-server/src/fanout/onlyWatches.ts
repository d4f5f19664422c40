import { parseDescription } from '../webrtc/sdp/description.js';
import { negotiate, type MediaDirection } from '../webrtc/sdp/negotiation.js';

/** Whether a peer with this offer would only be sent media: it sends none, and has no data channels. */
export function onlyWatches(offer: string, direction: MediaDirection = 'sendrecv'): boolean {
  try {
    const accepted = negotiate(parseDescription(offer), direction).flatMap((section) =>
      section.accepted ? [section.accepted] : [],
    );
    const isWatched = accepted.every((media) => media !== 'data' && media.sends && !media.receives);
    return accepted.length > 0 && isWatched;
  } catch {
    // Whoever takes it says what is wrong with it.
    return false;
  }
}
