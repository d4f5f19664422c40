/** A client's end of the line, as far as events go. */
export interface EventSink {
  send(text: string): void;
}

/** Which connection speaks for which session: one for each, and the last to bind wins. */
export class Bindings {
  readonly #connections = new Map<string, EventSink>();
  readonly #sessions = new Map<EventSink, string>();

  /** Binds a session to a connection; both give up whatever they were bound to. */
  bind(connection: EventSink, sessionId: string): void {
    const previous = this.#connections.get(sessionId);
    if (previous === connection) return;
    if (previous) this.#sessions.delete(previous);
    this.unbind(connection);
    this.#connections.set(sessionId, connection);
    this.#sessions.set(connection, sessionId);
  }

  /** Returns the session that was bound to the connection. */
  unbind(connection: EventSink): string | undefined {
    const sessionId = this.#sessions.get(connection);
    if (sessionId !== undefined) {
      this.#sessions.delete(connection);
      this.#connections.delete(sessionId);
    }
    return sessionId;
  }

  connection(sessionId: string): EventSink | undefined {
    return this.#connections.get(sessionId);
  }

  sessionId(connection: EventSink): string | undefined {
    return this.#sessions.get(connection);
  }

  sessionIds(): Iterable<string> {
    return this.#connections.keys();
  }
}
