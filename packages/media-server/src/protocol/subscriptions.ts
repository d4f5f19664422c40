import { randomUUID } from 'node:crypto';
import { KurentoError } from './errors.js';
import type { Limits } from './limits.js';
import type { ObjectRegistry, RemoteObject } from './objects.js';
import type { SessionRegistry } from './sessions.js';

/**
 * Who hears which events. However often a session subscribes to one type of one object, it gets
 * each event once, until its last subscription is gone.
 */
export class Subscriptions {
  /** object -> subscription id -> who wants what. */
  readonly #byObject = new Map<RemoteObject, Map<string, { sessionId: string; type: string }>>();
  /** session id -> subscription id -> object. */
  readonly #bySession = new Map<string, Map<string, RemoteObject>>();

  constructor(
    objects: ObjectRegistry,
    sessions: SessionRegistry,
    private readonly limits: Pick<Limits, 'maxSubscriptionsPerSession'>,
  ) {
    objects.on('removed', (object) => {
      for (const [id, { sessionId }] of this.#byObject.get(object) ?? []) {
        this.delete(sessionId, id);
      }
    });
    sessions.on('closed', (sessionId) => {
      for (const id of this.#bySession.get(sessionId)?.keys() ?? []) this.delete(sessionId, id);
    });
  }

  /** Returns the subscription's id. Throws NOT_ENOUGH_RESOURCES. */
  add(sessionId: string, object: RemoteObject, type: string): string {
    const { maxSubscriptionsPerSession } = this.limits;
    if ((this.#bySession.get(sessionId)?.size ?? 0) >= maxSubscriptionsPerSession) {
      throw new KurentoError(
        'NOT_ENOUGH_RESOURCES',
        `The session already has ${maxSubscriptionsPerSession} subscriptions; unsubscribe some`,
      );
    }
    const id = randomUUID();
    submap(this.#byObject, object).set(id, { sessionId, type });
    submap(this.#bySession, sessionId).set(id, object);
    return id;
  }

  /** Unknown ids are fine. */
  delete(sessionId: string, subscriptionId: string): void {
    const object = this.#bySession.get(sessionId)?.get(subscriptionId);
    if (!object) return;
    prune(this.#bySession, sessionId, subscriptionId);
    prune(this.#byObject, object, subscriptionId);
  }

  /** The sessions that want an event, each once. */
  sessionsFor(object: RemoteObject, type: string): Set<string> {
    const sessions = new Set<string>();
    for (const subscription of this.#byObject.get(object)?.values() ?? []) {
      if (subscription.type === type) sessions.add(subscription.sessionId);
    }
    return sessions;
  }
}

function submap<K, V>(map: Map<K, Map<string, V>>, key: K): Map<string, V> {
  let found = map.get(key);
  if (!found) map.set(key, (found = new Map()));
  return found;
}

function prune<K, V>(map: Map<K, Map<string, V>>, key: K, id: string): void {
  const found = map.get(key);
  if (found?.delete(id) && found.size === 0) map.delete(key);
}
