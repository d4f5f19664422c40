import type { Logger } from 'pino';
import type { RaisedEvent } from '../protocol/ControlPlane.js';
import type { ObjectRegistry } from '../protocol/objects.js';
import type { MediaEngine } from './media.js';

/** What the server lends to its objects. */
export interface ElementContext {
  readonly objects: Pick<ObjectRegistry, 'remove' | 'destroyed'>;
  /** Sends an event to its subscribers. */
  readonly raise: (event: RaisedEvent) => void;
  readonly engine: MediaEngine;
  /** Players read files below this directory only; without it there are none. */
  readonly mediaDir: string | undefined;
  /** Recorders write files below this directory only; without it there are none. */
  readonly recordingsDir: string | undefined;
  readonly log: Logger;
}
