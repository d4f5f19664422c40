import type { Writable } from 'node:stream';

/** A result as JSON, the same for all channels: made by {@link sharedText}. */
export type SharedText = Buffer;

/** @param result - a result as clients may see it */
export function sharedText(result: object): SharedText {
  return Buffer.from(JSON.stringify(result));
}

/** Where the results of one subscription of one client go. */
export interface Channel {
  /** Whether the client does not take what it was sent: the system's buffers are full, and ours. */
  readonly isFull: boolean;
  send(result: SharedText): void;
  /** Resolves when there is room, or the client is gone. */
  room(): Promise<void>;
}

/** Resolves when the stream takes more, or is gone. */
export async function untilDrained(stream: Writable): Promise<void> {
  if (!stream.writableNeedDrain || stream.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}
