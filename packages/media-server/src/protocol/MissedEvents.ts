/** How long after the end of its connection a session's events are kept. */
const KEPT_MS = 10_000;
/** Events of one session; when full, the oldest goes. */
const MAX_EVENTS = 5000;
/** Sessions whose events are kept; beyond them, further ones miss theirs, as with an original Kurento. */
const MAX_SESSIONS = 20;

interface Kept {
  readonly events: string[];
  readonly timer: NodeJS.Timeout;
}

/**
 * What happens while a session has no connection, for whoever connects to it within ten seconds: its client after an
 * interruption of the network, or another one that goes on in its place. An original Kurento forgets it.
 */
export class MissedEvents {
  readonly #kept = new Map<string, Kept>();

  /** A session's connection has ended. */
  begin(sessionId: string): void {
    if (this.#kept.size >= MAX_SESSIONS) return;
    const timer = setTimeout(() => this.#kept.delete(sessionId), KEPT_MS).unref();
    this.#kept.set(sessionId, { events: [], timer });
  }

  /** An event of a session without a connection. */
  add(sessionId: string, event: string): void {
    const events = this.#kept.get(sessionId)?.events;
    events?.push(event);
    if (events && events.length > MAX_EVENTS) events.shift();
  }

  /** What a session has missed; it has a connection from now on, or is closed. */
  take(sessionId: string): readonly string[] {
    const kept = this.#kept.get(sessionId);
    clearTimeout(kept?.timer);
    this.#kept.delete(sessionId);
    return kept?.events ?? [];
  }
}
