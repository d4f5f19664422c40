import { randomUUID } from 'node:crypto';
import type { ApiDescription } from './api/ApiDescription.js';
import { Marshaller } from './api/marshal.js';
import { Unmarshaller, type Value } from './api/unmarshal.js';
import { Bindings } from './bindings.js';
import type { Limits } from './limits.js';
import { eventMessage } from './messages.js';
import { MissedEvents } from './MissedEvents.js';
import { ObjectRegistry, type RemoteObject } from './objects.js';
import { SessionRegistry } from './sessions.js';
import { Subscriptions } from './subscriptions.js';

/** Makes an object of one class from its checked constructor parameters. */
export type Factory = (
  params: Readonly<Record<string, Value>>,
) => RemoteObject | Promise<RemoteObject>;

/** How an object raises an event, and what it calls itself there. */
export interface RaisedEvent {
  readonly source: RemoteObject;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

/** Everything that the connections of one server share. */
export class ControlPlane {
  /** Identifies this run of the server: a client that sees another one knows its objects are gone. */
  readonly serverId = randomUUID();
  readonly objects = new ObjectRegistry();
  readonly sessions: SessionRegistry;
  readonly subscriptions: Subscriptions;
  readonly bindings = new Bindings();
  readonly missedEvents = new MissedEvents();
  readonly marshaller: Marshaller;
  readonly unmarshaller: Unmarshaller;
  #isClosed = false;
  readonly #factories = new Map<string, Factory>();

  constructor(
    readonly api: ApiDescription,
    readonly limits: Limits,
  ) {
    this.sessions = new SessionRegistry(this.objects, limits);
    this.subscriptions = new Subscriptions(this.objects, this.sessions, limits);
    this.sessions.on('closed', (sessionId) => this.missedEvents.take(sessionId));
    this.marshaller = new Marshaller(api);
    this.unmarshaller = new Unmarshaller(api, this.objects);
  }

  /** Lets clients create objects of a class. */
  addFactory(qualifiedType: string, factory: Factory): void {
    this.#factories.set(qualifiedType, factory);
  }

  factory(qualifiedType: string): Factory | undefined {
    return this.#factories.get(qualifiedType);
  }

  /** Sends an event to every session that subscribed to it; one without a connection can have it a little later. */
  raise({ source, type, data, tags }: RaisedEvent): void {
    const sessions = this.subscriptions.sessionsFor(source, type);
    const event = this.api.event(type);
    if (sessions.size === 0 || !event) return;
    const message = eventMessage(source.id, type, {
      ...(event.hasType && { type }),
      ...this.marshaller.fields(event.fields, data),
      source: source.id,
      tags: this.marshaller.value({ name: 'Tag', many: 'array' }, tags),
      timestampMillis: String(Date.now()),
    });
    const text = JSON.stringify(message);
    for (const sessionId of sessions) {
      const connection = this.bindings.connection(sessionId);
      if (connection) connection.send(text);
      else this.missedEvents.add(sessionId, text);
    }
  }

  /** Whether the server is going down: nothing new is made. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Frees every object. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(Array.from(this.objects.values(), (object) => object.release()));
  }

  /** One pass of the garbage collector: the sessions of open connections stay. */
  collectGarbage(): void {
    for (const sessionId of this.bindings.sessionIds()) this.sessions.keepAlive(sessionId);
    this.sessions.collectGarbage();
  }
}
