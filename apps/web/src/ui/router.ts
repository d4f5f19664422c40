/** A page of the application. */
export type Route =
  | { page: 'home' }
  | { page: 'present'; broadcastId: string }
  | { page: 'watch'; broadcastId: string }
  | { page: 'events' }
  | { page: 'recordings' }
  | { page: 'recording'; recordingId: string; at: number }
  | { page: 'notFound' };

const DEFAULT_BROADCAST = 'main';

/** The page an address asks for. */
export function routeOf({ pathname, search }: { pathname: string; search: string }): Route {
  const [first, second, ...rest] = pathname.split('/').filter(Boolean);
  if (rest.length > 0) return { page: 'notFound' };
  if (first === undefined) return { page: 'home' };
  if (first === 'watch') return { page: 'watch', broadcastId: decoded(second) };
  if (first === 'events' && second === undefined) return { page: 'events' };
  if (first === 'recordings') {
    if (second === undefined) return { page: 'recordings' };
    const at = Number(new URLSearchParams(search).get('at'));
    return { page: 'recording', recordingId: decoded(second), at: at > 0 ? at : 0 };
  }
  if (first === 'present' && second === undefined) {
    const broadcastId = new URLSearchParams(search).get('broadcast') || DEFAULT_BROADCAST;
    return { page: 'present', broadcastId };
  }
  return { page: 'notFound' };
}

/** The address of the viewer page of a broadcast, as a path. */
export function watchPath(broadcastId: string): string {
  return broadcastId === DEFAULT_BROADCAST ? '/watch' : `/watch/${encodeURIComponent(broadcastId)}`;
}

/** The address of the presenter page of a broadcast, as a path. */
export function presentPath(broadcastId: string): string {
  return broadcastId === DEFAULT_BROADCAST
    ? '/present'
    : `/present?broadcast=${encodeURIComponent(broadcastId)}`;
}

/**
 * The address of a recording, as a path.
 *
 * @param at - seconds from its beginning
 */
export function recordingPath(id: string, at = 0): string {
  const path = `/recordings/${encodeURIComponent(id)}`;
  return at > 0 ? `${path}?at=${at.toFixed(1)}` : path;
}

function decoded(segment = DEFAULT_BROADCAST): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
