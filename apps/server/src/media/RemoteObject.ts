import type { Callback, KurentoObject } from 'kurento-client';
import { inKurentoCall } from '../tracing/spans.js';
import { KurentoError } from './errors.js';
import type { MediaLink } from './MediaLink.js';

/** MEDIA_OBJECT_EVENT_NOT_SUPPORTED. */
const UNKNOWN_EVENT = 40106;

/** Kurento's tags of an object. */
export type Tags = Readonly<Record<string, string>>;

/** An object of the media server, with promises that reject. */
export class RemoteObject {
  protected readonly object: KurentoObject;
  protected readonly link: MediaLink;
  readonly #subscribed = new Set<string>();
  #released: Promise<void> | undefined;

  constructor(object: KurentoObject, link: MediaLink) {
    this.object = object;
    this.link = link;
    // kurento-client subscribes by itself as soon as there is a listener. When the server does not
    // know the event, that ends in an unhandled rejection; `on` asks first.
    object.removeAllListeners('newListener');
    object.removeAllListeners('removeListener');
  }

  get id(): string {
    return this.object.id;
  }

  /** Ids end in their type: `…/1b4e28ba_kurento.WebRtcEndpoint`. */
  get #type(): string {
    return this.id.slice(this.id.lastIndexOf('.') + 1);
  }

  /** Calls an operation of the object, for example `processOffer` with `{ offer }`. */
  invoke<Value>(operation: string, operationParams: object = {}): Promise<Value> {
    const { object } = this;
    return inKurentoCall({ method: 'invoke', type: this.#type, operation }, () =>
      this.link.call(
        (callback: Callback<{ value: unknown }>) =>
          object.emit(
            '_rpc',
            undefined,
            'invoke',
            { object, operation, operationParams },
            callback,
          ),
        (answer) => answer.value as Value,
      ),
    );
  }

  /**
   * Listens to an event. What its data are, the listener says: nobody checks it.
   *
   * @returns false when the media server does not have this event
   */
  async on(type: string, listener: (data: never) => void): Promise<boolean> {
    const { object } = this;
    if (!this.#subscribed.has(type)) {
      try {
        await this.link.call(
          (callback) => object.emit('_rpc', undefined, 'subscribe', { object, type }, callback),
          () => undefined,
        );
      } catch (error) {
        if (error instanceof KurentoError && error.code === UNKNOWN_EVENT) return false;
        throw error;
      }
      this.#subscribed.add(type);
    }
    object.on(type, (data: unknown) => {
      try {
        listener(data as never);
      } catch (error) {
        // Thrown here it would end up in kurento-client's socket.
        this.link.log.error({ err: error, type, object: this.id }, 'a listener failed');
      }
    });
    return true;
  }

  /** Keeps something with the object, for whoever looks at it. */
  addTag(key: string, value: string): Promise<void> {
    return this.invoke('addTag', { key, value });
  }

  /** What is kept with the object. */
  async tags(): Promise<Tags> {
    const tags = await this.invoke<readonly { key: string; value: string }[]>('getTags');
    return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
  }

  /** Leaves the object to those who use it; it lives on only with one of them. */
  unreference(): void {
    const { object } = this;
    object.emit('_rpc', undefined, 'unref', { object }, () => undefined);
  }

  /** Frees the object in the media server. Never fails: what cannot be reached is gone anyway. */
  release(): Promise<void> {
    const { object, link } = this;
    this.#released ??= inKurentoCall({ method: 'release', type: this.#type }, () =>
      link.call(
        (callback) => object.release(callback),
        () => undefined,
      ),
    ).catch((error: unknown) => {
      if (!link.lost.aborted) link.log.warn({ err: error, object: this.id }, 'release failed');
    });
    return this.#released;
  }
}
