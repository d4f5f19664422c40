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
  #connections: ElementConnection[] = [];

  /** Returns the connection that had to make room, if any. */
  add(connection: ElementConnection): ElementConnection | undefined {
    const replaced = this.#connections.find(
      ({ sink, type, sinkDescription }) =>
        sink === connection.sink &&
        type === connection.type &&
        sinkDescription === connection.sinkDescription,
    );
    this.#connections = this.#connections.filter((other) => other !== replaced);
    this.#connections.push(connection);
    return replaced;
  }

  delete(connection: ElementConnection): void {
    this.#connections = this.#connections.filter((other) => !isSame(other, connection));
  }

  /** Takes out and returns everything that leads to or from an element. */
  deleteAll(element: MediaElement): ElementConnection[] {
    const gone = this.#connections.filter((c) => c.source === element || c.sink === element);
    this.#connections = this.#connections.filter((c) => !gone.includes(c));
    return gone;
  }

  from(source: MediaElement): ElementConnection[] {
    return this.#connections.filter((connection) => connection.source === source);
  }

  to(sink: MediaElement): ElementConnection[] {
    return this.#connections.filter((connection) => connection.sink === sink);
  }
}

function isSame(a: ElementConnection, b: ElementConnection): boolean {
  return (
    a.source === b.source &&
    a.sink === b.sink &&
    a.type === b.type &&
    a.sourceDescription === b.sourceDescription &&
    a.sinkDescription === b.sinkDescription
  );
}
