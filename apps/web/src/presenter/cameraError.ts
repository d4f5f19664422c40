/** Why there is no picture from the camera. */
export type CameraErrorCode =
  | 'CAMERA_DENIED'
  | 'CAMERA_DENIED_BY_SYSTEM'
  | 'CAMERA_DISMISSED'
  | 'CAMERA_NOT_FOUND'
  | 'CAMERA_IN_USE'
  | 'CAMERA_FAILED'
  | 'SCREEN_DENIED'
  | 'SCREEN_UNSUPPORTED'
  | 'NO_CODEC'
  | 'INSECURE_ORIGIN';

/** A camera that could not be opened, by its reason. */
export class CameraError extends Error {
  readonly code: CameraErrorCode;

  constructor(code: CameraErrorCode, options?: ErrorOptions) {
    super(`The camera could not be opened (${code}).`, options);
    this.name = 'CameraError';
    this.code = code;
  }
}

/**
 * Names what `getUserMedia` rejected with.
 *
 * @param permission - the state of the camera permission afterwards, where the browser tells it.
 */
export function cameraErrorOf(cause: unknown, permission?: PermissionState): CameraError {
  const { name, message } = cause instanceof Error ? cause : { name: '', message: '' };
  return new CameraError(codeFor(name, message, permission), { cause });
}

function codeFor(
  name: string,
  message: string,
  permission: PermissionState | undefined,
): CameraErrorCode {
  switch (name) {
    case 'NotAllowedError':
      if (/system/i.test(message)) return 'CAMERA_DENIED_BY_SYSTEM';
      // Only Chromium says in words that the question was closed; elsewhere "still to be asked" tells it.
      return /dismissed/i.test(message) || permission === 'prompt'
        ? 'CAMERA_DISMISSED'
        : 'CAMERA_DENIED';
    case 'SecurityError':
      return 'CAMERA_DENIED';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'CAMERA_NOT_FOUND';
    case 'NotReadableError':
    case 'AbortError':
      return 'CAMERA_IN_USE';
    default:
      return 'CAMERA_FAILED';
  }
}
