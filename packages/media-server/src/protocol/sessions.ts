import { EventEmitter } from 'node:events';
import { KurentoError } from './errors.js';
import type { Limits } from './limits.js';
import type { ObjectRegistry, RemoteObject } from './objects.js';

interface Session {
  readonly references: Set<RemoteObject>;
  /** Whether it was used since the last garbage collection. */
  inUse: boolean;
}

/**
 * The sessions that keep objects alive. A session comes into being when it first references an
 * object; references are a set: one `unreference` undoes any number of `reference`s. An object
 * that loses its last reference is released with its children.
 */
export class SessionRegistry extends EventEmitter<{ closed: [sessionId: string] }> {
  readonly #sessions = new Map<string, Session>();
  readonly #holders = new Map<RemoteObject, Set<Session>>();

  constructor(
    objects: ObjectRegistry,
    private readonly limits: Pick<Limits, 'maxSessions' | 'maxObjectsPerSession'>,
  ) {
    super();
    objects.on('added', (object) => this.#inherit(object));
    objects.on('removed', (object) => this.#forget(object));
  }

  /** Sessions by id. */
  ids(): string[] {
    return [...this.#sessions.keys()];
  }

  /** Throws NOT_ENOUGH_RESOURCES when the session may hold no further object. */
  checkRoom(sessionId: string): void {
    const session = this.#sessions.get(sessionId);
    if (!session && this.#sessions.size >= this.limits.maxSessions) {
      throw new KurentoError(
        'NOT_ENOUGH_RESOURCES',
        `The server already holds ${this.limits.maxSessions} sessions; close some with closeSession`,
      );
    }
    if (session && session.references.size >= this.limits.maxObjectsPerSession) {
      throw new KurentoError(
        'NOT_ENOUGH_RESOURCES',
        `The session already holds ${this.limits.maxObjectsPerSession} objects; release some`,
      );
    }
  }

  /** The object and its ancestors live at least as long as the session. */
  reference(sessionId: string, object: RemoteObject): void {
    let session = this.#sessions.get(sessionId);
    if (!session?.references.has(object)) this.checkRoom(sessionId);
    if (!session) this.#sessions.set(sessionId, (session = { references: new Set(), inUse: true }));
    session.inUse = true;
    for (let held: RemoteObject | undefined = object; held; held = held.parent) {
      this.#hold(session, held);
    }
  }

  /** Undoes `reference` for this object alone; unknown sessions and objects are fine. */
  unreference(sessionId: string, object: RemoteObject): void {
    const session = this.#sessions.get(sessionId);
    if (session) this.#drop(session, object);
  }

  /** Unreferences everything, or with `release` frees it for all other sessions, too. */
  close(sessionId: string, release = false): void {
    const session = this.#sessions.get(sessionId);
    if (!session) return;
    this.#sessions.delete(sessionId);
    for (const object of session.references) {
      this.#drop(session, object);
      if (release) void object.release();
    }
    this.emit('closed', sessionId);
  }

  /** Keeps the session over the next garbage collection. Returns false when there is none. */
  keepAlive(sessionId: string): boolean {
    const session = this.#sessions.get(sessionId);
    if (session) session.inUse = true;
    return session !== undefined;
  }

  /**
   * Closes the sessions that were neither used nor kept alive since the last call, so that one
   * lives for between one and two periods after its last sign of life.
   */
  collectGarbage(): void {
    for (const [sessionId, session] of this.#sessions) {
      if (session.inUse) session.inUse = false;
      else this.close(sessionId);
    }
  }

  #hold(session: Session, object: RemoteObject): void {
    session.references.add(object);
    const holders = this.#holders.get(object);
    if (holders) holders.add(session);
    else this.#holders.set(object, new Set([session]));
  }

  #drop(session: Session, object: RemoteObject): void {
    session.references.delete(object);
    const holders = this.#holders.get(object);
    if (holders?.delete(session) && holders.size === 0) {
      this.#holders.delete(object);
      void object.release();
    }
  }

  #inherit(child: RemoteObject): void {
    for (const session of (child.parent && this.#holders.get(child.parent)) ?? []) {
      this.#hold(session, child);
    }
  }

  #forget(object: RemoteObject): void {
    for (const session of this.#holders.get(object) ?? []) session.references.delete(object);
    this.#holders.delete(object);
  }
}
