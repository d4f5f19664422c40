import { ApiError } from '../errors.js';

const MAX_LENGTH = 100_000;

/** Direction of a media section (RFC 8866, 6.7). */
type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/**
 * The direction of the first video section of an offer; undefined when there is none.
 *
 * @throws ApiError SDP_INVALID
 */
export function videoDirection(offer: string): Direction | undefined {
  if (offer.length > MAX_LENGTH || !/^v=0\r?\n/.test(offer)) {
    throw new ApiError(
      'SDP_INVALID',
      `sdpOffer: is not a session description (it starts with "v=0" and has at most ${MAX_LENGTH} characters).`,
    );
  }
  const [session = '', ...sections] = offer.split(/\r?\n(?=m=)/);
  if (sections.length === 0) {
    throw new ApiError('SDP_INVALID', 'sdpOffer: offers no media (it has no line "m=").');
  }
  const video = sections.find((section) => /^m=video [1-9]/.test(section));
  if (video === undefined) return undefined;
  return directionOf(video) ?? directionOf(session) ?? 'sendrecv';
}

/**
 * Refuses an answer that takes none of an offer's video, though there was some.
 *
 * @throws ApiError SDP_INVALID
 */
export function checkAnswer(offer: string, answer: string): void {
  if (videoDirection(offer) === undefined || videoDirection(answer) !== undefined) return;
  throw new ApiError(
    'SDP_INVALID',
    'sdpOffer: the media server takes none of its video. It needs VP8 or H264, with ICE and DTLS.',
  );
}

/** The user name of the ICE session that an offer begins (RFC 8839, 5.4); undefined when it names none. */
export function iceUfragOf(offer: string): string | undefined {
  return /^a=ice-ufrag:(\S+)/m.exec(offer)?.[1];
}

function directionOf(section: string): Direction | undefined {
  return /^a=(sendrecv|sendonly|recvonly|inactive)\r?$/m.exec(section)?.[1] as
    Direction | undefined;
}
