export type PixelErrorCode =
  /** The codec refused to start or broke; the node is of no more use. */
  | 'CODEC_FAILED'
  /** A node threw something else, say for an invalid region; the message tells. */
  | 'NODE_FAILED'
  /** Compressed data that cannot be decoded; later data may be fine. */
  | 'BAD_DATA'
  /** A player's source or a recording's file cannot be opened. */
  | 'CANNOT_OPEN'
  /** A player's source broke off or cannot be read further. */
  | 'SOURCE_LOST'
  /** A picture was wanted, and none came. */
  | 'NO_PICTURE'
  /** A recording cannot go on, for example because the disk is full. */
  | 'CANNOT_WRITE'
  /** The graph does not allow the connection. */
  | 'BAD_CONNECTION'
  /** A node of that name is not there, or one is there already. */
  | 'BAD_NODE'
  /** The worker ended though nobody had asked it to. */
  | 'WORKER_DIED'
  /** The worker was closed before it could answer. */
  | 'WORKER_CLOSED'
  /** The worker does not end; only the end of its process can end it. */
  | 'WORKER_STUCK';

/** What the pixel worker and the codecs throw. The message says what happened and what to check. */
export class PixelError extends Error {
  override readonly name = 'PixelError';

  constructor(
    readonly code: PixelErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
