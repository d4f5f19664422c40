import { expect, it } from 'vitest';
import { problemOf } from '../ui/problems.js';
import { cameraErrorOf } from './cameraError.js';

it.each([
  ['NotAllowedError', 'Permission denied', 'denied', 'CAMERA_DENIED'],
  ['NotAllowedError', 'Permission dismissed', 'prompt', 'CAMERA_DISMISSED'],
  ['NotAllowedError', 'The request is not allowed', 'prompt', 'CAMERA_DISMISSED'],
  ['NotAllowedError', 'The request is not allowed', undefined, 'CAMERA_DENIED'],
  ['NotAllowedError', 'Permission denied by system', 'granted', 'CAMERA_DENIED_BY_SYSTEM'],
  ['NotFoundError', 'Requested device not found', 'prompt', 'CAMERA_NOT_FOUND'],
  ['NotReadableError', 'Could not start video source', 'granted', 'CAMERA_IN_USE'],
  ['TypeError', 'x', 'granted', 'CAMERA_FAILED'],
] as const)('%s “%s” with permission %s is %s', (name, message, permission, code) => {
  const error = cameraErrorOf(new DOMException(message, name), permission);
  expect(error.code).toBe(code);
  expect(problemOf(error).title).not.toBe('Something went wrong');
});

it('survives causes that are no errors', () => {
  expect(cameraErrorOf('nothing').code).toBe('CAMERA_FAILED');
});
