import { decodeCursor } from '../events/cursor.js';
import type { SharedText } from './Channel.js';

/** A value of a subscription, with what goes to all who listen to it. */
export class SharedValue {
  readonly value: unknown;
  readonly text: SharedText;
  #position: number | undefined;

  constructor(value: unknown, text: SharedText) {
    this.value = value;
    this.text = text;
  }

  /** Number of the last event or change that it covers. Only for values with a cursor. */
  get position(): number {
    const { cursor } = this.value as { cursor: string };
    return (this.#position ??= decodeCursor('cursor', cursor).sequence);
  }
}
