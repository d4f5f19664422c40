/** A thing that went wrong as the user should read it: what happened, and what to do about it. */
export interface Problem {
  title: string;
  remedy: string;
}

const PROBLEMS: Record<string, Problem> = {
  CAMERA_DENIED: {
    title: 'The browser may not use the camera',
    remedy:
      'Allow camera and microphone for this page (the icon left of the address), then try again.',
  },
  CAMERA_DENIED_BY_SYSTEM: {
    title: 'The operating system keeps the camera from the browser',
    remedy: 'Allow the camera for this browser in the system’s privacy settings, then try again.',
  },
  CAMERA_DISMISSED: {
    title: 'The camera question was closed without an answer',
    remedy: 'Press “Try again” and choose “Allow”.',
  },
  CAMERA_NOT_FOUND: {
    title: 'No camera found',
    remedy: 'Connect a camera, or use the demo crowd: it needs none.',
  },
  CAMERA_IN_USE: {
    title: 'The camera is in use',
    remedy: 'Close other programs and tabs that use the camera, then try again.',
  },
  CAMERA_FAILED: {
    title: 'The camera could not be started',
    remedy: 'Unplug it and plug it in again, or choose another camera.',
  },
  INSECURE_ORIGIN: {
    title: 'Cameras work only on a secure address',
    remedy: 'Open this page by https:// or on http://localhost. The demo crowd works here too.',
  },
  PRESENTER_TAKEN: {
    title: 'Somebody else is presenting',
    remedy: 'Watch their broadcast, or wait until they stop.',
  },
  UNAUTHENTICATED: {
    title: 'This needs the presenter token',
    remedy: 'The server printed it when it started. Try again and enter it.',
  },
  FORBIDDEN: {
    title: 'The server does not allow this',
    remedy: 'Ask the person who runs the server for access.',
  },
  BROADCAST_NOT_FOUND: {
    title: 'There is no such broadcast',
    remedy: 'Check the link. The page goes on by itself when the broadcast begins.',
  },
  BROADCAST_NOT_LIVE: {
    title: 'No presenter yet',
    remedy: 'The picture comes by itself when somebody goes live.',
  },
  SERVER_UNREACHABLE: {
    title: 'The server does not answer',
    remedy: 'The page goes on trying. Check the network if this lasts.',
  },
  MEDIA_UNREACHABLE: {
    title: 'The video cannot reach this browser',
    remedy: 'A firewall may block UDP. The page goes on trying; a TURN server would help.',
  },
  MEDIA_SERVER_UNAVAILABLE: {
    title: 'The media server is away',
    remedy: 'It is restarted by itself. Try again in a few seconds.',
  },
  SESSION_NOT_FOUND: {
    title: 'The server no longer knows this session',
    remedy: 'The page opens a new one by itself.',
  },
  REVISION_CONFLICT: {
    title: 'Somebody else changed the regions meanwhile',
    remedy: 'Load their regions and make your change again.',
  },
  LIMIT_EXCEEDED: {
    title: 'The server is full',
    remedy: 'Try again later, or end something that is no longer needed.',
  },
  RATE_LIMITED: {
    title: 'Too much at once',
    remedy: 'Wait a moment, then try again.',
  },
};

/** Errors that already say everything in their message. */
const SPEAKING_CODES = new Set(['BAD_USER_INPUT', 'REGION_NOT_FOUND', 'SDP_INVALID']);

/** Turns anything thrown into something to read. */
export function problemOf(error: unknown): Problem {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : 'No reason was given.';
  const known = code === undefined ? undefined : PROBLEMS[code];
  if (known) return known;
  if (code !== undefined && SPEAKING_CODES.has(code)) {
    return { title: 'The server refused this', remedy: message };
  }
  return { title: 'Something went wrong', remedy: `${message} Try again; reload if it lasts.` };
}

/** The `code` of a typed error, if it has one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
