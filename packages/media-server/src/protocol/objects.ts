import { EventEmitter } from 'node:events';
import { KurentoError } from './errors.js';

/** What the protocol must know of an object that it serves. */
export interface RemoteObject {
  /** `[parent's id + "/"] + uuid + "_" + qualified type`, as Kurento's clients expect. */
  readonly id: string;
  /** e.g. `kurento.WebRtcEndpoint`. */
  readonly qualifiedType: string;
  readonly parent: RemoteObject | undefined;
  /** A client has subscribed to one of the object's events and knows it. */
  subscribed(type: string): void;
  /** Unregisters the object and its children at once, then frees them. Idempotent; never rejects. */
  release(): Promise<void>;
}

/** What happens to registered objects. */
export interface ObjectEvents {
  /** From now on clients can address it. */
  added: [object: RemoteObject];
  /** No client can address it any more; it is being released. */
  removed: [object: RemoteObject];
  /** Its release is complete. */
  destroyed: [object: RemoteObject];
}

/** The objects that clients can address, by id. */
export class ObjectRegistry extends EventEmitter<ObjectEvents> {
  readonly #objects = new Map<string, RemoteObject>();

  /** Makes an object addressable. */
  add(object: RemoteObject): void {
    this.#objects.set(object.id, object);
    this.emit('added', object);
  }

  /** Throws MEDIA_OBJECT_NOT_FOUND. */
  get(id: string): RemoteObject {
    const object = this.#objects.get(id);
    if (object) return object;
    if (id.startsWith('newref:')) {
      throw new KurentoError(
        'MEDIA_OBJECT_NOT_FOUND_TRANSACTION_NO_COMMIT',
        `Object '${id}' not found: it belongs to a transaction`,
      );
    }
    throw new KurentoError('MEDIA_OBJECT_NOT_FOUND', `Object '${id}' not found`);
  }

  get size(): number {
    return this.#objects.size;
  }

  has(id: string): boolean {
    return this.#objects.has(id);
  }

  /** Called by an object whose release begins. Returns whether clients knew it. */
  remove(object: RemoteObject): boolean {
    const wasKnown = this.#objects.delete(object.id);
    if (wasKnown) this.emit('removed', object);
    return wasKnown;
  }

  /** Called by an object whose release is complete. */
  destroyed(object: RemoteObject): void {
    this.emit('destroyed', object);
  }

  values(): Iterable<RemoteObject> {
    return this.#objects.values();
  }
}
