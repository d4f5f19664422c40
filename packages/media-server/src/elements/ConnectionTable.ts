import type { MediaElement } from './MediaElement.js';
import type { MediaType } from './types.js';

/** Media of one type flows from one element to another (Kurento's ElementConnectionData). */
export interface ElementConnection {
  readonly source: MediaElement;
  readonly sink: MediaElement;
  readonly type: MediaType;
  readonly sourceDescription: string;
  readonly sinkDescription: string;
}

/** Who feeds whom in a pipeline. A sink has one source for each type and description. */
export class ConnectionTable {
  readonly #bySource = new Map<MediaElement, Set<ElementConnection>>();
  readonly #bySink = new Map<MediaElement, Set<ElementConnection>>();

  /** Returns the connection that had to make room, if any. */
  add(connection: ElementConnection): ElementConnection | undefined {
    const replaced = this.to(connection.sink).find(
      ({ type, sinkDescription }) =>
        type === connection.type && sinkDescription === connection.sinkDescription,
    );
    if (replaced) this.#remove(replaced);
    include(this.#bySource, connection.source, connection);
    include(this.#bySink, connection.sink, connection);
    return replaced;
  }

  /** One that is not there is fine. */
  delete(connection: ElementConnection): void {
    const present = this.to(connection.sink).find((other) => isSame(other, connection));
    if (present) this.#remove(present);
  }

  /** Takes out and returns everything that leads to or from an element. */
  deleteAll(element: MediaElement): ElementConnection[] {
    const gone = [...new Set([...this.from(element), ...this.to(element)])];
    for (const connection of gone) this.#remove(connection);
    return gone;
  }

  from(source: MediaElement): ElementConnection[] {
    return [...(this.#bySource.get(source) ?? [])];
  }

  to(sink: MediaElement): ElementConnection[] {
    return [...(this.#bySink.get(sink) ?? [])];
  }

  #remove(connection: ElementConnection): void {
    exclude(this.#bySource, connection.source, connection);
    exclude(this.#bySink, connection.sink, connection);
  }
}

type Index = Map<MediaElement, Set<ElementConnection>>;

function include(index: Index, element: MediaElement, connection: ElementConnection): void {
  const connections = index.get(element);
  if (connections) connections.add(connection);
  else index.set(element, new Set([connection]));
}

function exclude(index: Index, element: MediaElement, connection: ElementConnection): void {
  const connections = index.get(element);
  if (connections?.delete(connection) && connections.size === 0) index.delete(element);
}

function isSame(a: ElementConnection, b: ElementConnection): boolean {
  return (
    a.source === b.source &&
    a.type === b.type &&
    a.sourceDescription === b.sourceDescription &&
    a.sinkDescription === b.sinkDescription
  );
}
