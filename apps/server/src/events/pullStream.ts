import { Repeater } from '@repeaterjs/repeater';
import type { Signal } from './Signal.js';

/** What {@link pullStream} asks its source. */
export interface PullSource<T> {
  /** The next value for this consumer; undefined when there is none yet. */
  take(): T | undefined | Promise<T | undefined>;
  /** Notified when `take` may have something, or `ended` has changed. */
  readonly changed: Signal;
  /** Whether nothing more will come; values that can still be taken are delivered first. */
  ended(): boolean;
  /** Least time between two values, milliseconds. */
  readonly throttleMs?: number;
}

/**
 * A stream that takes a value only when its consumer wants one. So nothing queues up behind a
 * slow consumer, and what it misses is the source's to decide.
 */
export function pullStream<T>(source: PullSource<T>): AsyncIterable<T> {
  const { throttleMs = 0 } = source;
  return new Repeater<T>(async (push, stop) => {
    let stopped = false;
    let wake = () => {};
    const unlisten = source.changed.listen(() => wake());
    let timer: NodeJS.Timeout | undefined;
    let endPause = () => {};
    void stop.then(() => {
      stopped = true;
      unlisten();
      clearTimeout(timer);
      wake();
      endPause();
    });

    for (;;) {
      if (stopped) return;
      // Before taking, so that no change falls between taking and waiting.
      const woken = new Promise<void>((resolve) => (wake = resolve));
      const taken = source.take();
      const value = taken instanceof Promise ? await taken : taken;
      if (stopped) return;
      if (value !== undefined) {
        await push(value);
        if (throttleMs > 0 && !stopped) {
          await new Promise<void>((resolve) => {
            endPause = resolve;
            timer = setTimeout(resolve, throttleMs);
          });
        }
      } else if (source.ended()) {
        stop();
        return;
      } else {
        await woken;
      }
    }
  });
}
