import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { KurentoError } from '../protocol/errors.js';
import type { RemoteObject } from '../protocol/objects.js';
import type { ElementContext } from './context.js';
import type { KurentoEvents } from './events.js';

interface Closeable {
  close(): void | Promise<void>;
}

/** The base of everything that clients can address: identity, tags, events, and a clean end. */
export abstract class MediaObject implements RemoteObject {
  /** Every concrete class names itself, e.g. `kurento.PassThrough`. */
  static readonly qualifiedType: string = 'kurento.MediaObject';

  readonly qualifiedType: string;
  readonly id: string;
  name: string;
  sendTagsInEvents = false;
  /** Seconds since 1970. */
  readonly creationTime = Math.floor(Date.now() / 1000);
  readonly #children = new Set<MediaObject>();
  readonly #tags = new Map<string, string>();
  #released: Promise<void> | undefined;

  /** `id` is for the one object that has a fixed one, the ServerManager. */
  constructor(
    protected readonly context: ElementContext,
    readonly parent: MediaObject | undefined,
    id?: string,
  ) {
    this.qualifiedType = new.target.qualifiedType;
    const own = `${randomUUID()}_${this.qualifiedType}`;
    this.id = id ?? (parent ? `${parent.id}/${own}` : own);
    this.name = this.id;
    if (parent) parent.#children.add(this);
  }

  get children(): ReadonlySet<MediaObject> {
    return this.#children;
  }

  /** For what concerns this object; its lines say to which pipeline it belongs. */
  protected get log(): Logger {
    return this.parent?.log ?? this.context.log;
  }

  /** Whether the release has begun. */
  get isReleased(): boolean {
    return this.#released !== undefined;
  }

  addTag(key: string, value: string): void {
    this.#tags.set(key, value);
  }

  /** Fine for an unknown key. */
  removeTag(key: string): void {
    this.#tags.delete(key);
  }

  /** Throws MEDIA_OBJECT_TAG_KEY_NOT_FOUND. */
  getTag(key: string): string {
    const value = this.#tags.get(key);
    if (value === undefined) {
      throw new KurentoError('MEDIA_OBJECT_TAG_KEY_NOT_FOUND', 'Tag key not found');
    }
    return value;
  }

  getTags(): { key: string; value: string }[] {
    return Array.from(this.#tags, ([key, value]) => ({ key, value }));
  }

  /** Raises an event with its own fields; source, time and tags are added. */
  emit<T extends keyof KurentoEvents>(type: T, data: KurentoEvents[T]): void {
    const tags = this.sendTagsInEvents ? this.getTags() : [];
    this.context.raise({ source: this, type, data: { ...data }, tags });
  }

  /** A client has subscribed to one of the object's events and knows it. */
  subscribed(_type: string): void {
    // Most events come when something happens.
  }

  /**
   * Takes the object and its children out of the clients' reach at once, then frees the children
   * and the object. Idempotent; never rejects, since nobody could do anything about it.
   */
  release(): Promise<void> {
    return (this.#released ??= this.#release());
  }

  /**
   * Opens what the object is going to own. If that fails the half-made object is released; if the
   * object is released meanwhile, with its parent, what was opened is closed.
   */
  protected async opening<T extends Closeable>(open: () => T | Promise<T>): Promise<T> {
    try {
      const opened = await open();
      if (!this.isReleased) return opened;
      await opened.close();
      throw new KurentoError('MEDIA_OBJECT_NOT_FOUND', `Object '${this.id}' not found`);
    } catch (error) {
      await this.release();
      throw error;
    }
  }

  async #release(): Promise<void> {
    const wasKnown = this.context.objects.remove(this);
    if (this.parent) this.parent.#children.delete(this);
    await Promise.all(Array.from(this.#children, (child) => child.release()));
    try {
      await this.onRelease();
    } catch (error) {
      this.log.error({ err: error, object: this.id }, 'an object could not be freed');
    }
    if (wasKnown) this.context.objects.destroyed(this);
  }

  /** Frees what the object owns. Its children are gone by then. */
  protected onRelease(): void | Promise<void> {
    // Most objects own nothing.
  }
}
