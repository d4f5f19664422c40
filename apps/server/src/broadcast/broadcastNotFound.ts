import { ApiError } from '../errors.js';

/** There is no broadcast of this id. */
export function broadcastNotFound(id: string): ApiError {
  return new ApiError(
    'BROADCAST_NOT_FOUND',
    `There is no broadcast "${id.slice(0, 64)}". Publish or play into it to make it.`,
  );
}
