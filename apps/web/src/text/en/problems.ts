/** Words of what can go wrong, by the code of the error, in English. */
export const problems = {
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
  SCREEN_DENIED: {
    title: 'The screen is not shared',
    remedy: 'Press “Share the screen” and choose a window or a screen.',
  },
  SCREEN_UNSUPPORTED: {
    title: 'This browser cannot share a screen',
    remedy: 'Use a browser on a computer, or present with the camera.',
  },
  INSECURE_ORIGIN: {
    title: 'Cameras work only on a secure address',
    remedy: 'Open this page by https:// or on http://localhost. The demo crowd works here too.',
  },
  NO_CODEC: {
    title: 'This browser cannot encode VP8 or H.264',
    remedy: 'Use a current Chrome, Edge, Firefox or Safari; or play a network camera instead.',
  },
  PRESENTER_TAKEN: {
    title: 'Somebody else is presenting',
    remedy: 'Watch their broadcast, or wait until they stop.',
  },
  UNAUTHENTICATED: {
    title: 'This needs an access token',
    remedy:
      'Ask the person who runs the server for one, or for a share link. Try again and enter it.',
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
    title: 'Somebody else has changed the regions',
    remedy: 'Look at them again, then save once more.',
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
