import type { MediaServer } from '../media/MediaServer.js';
import type { MediaServers } from '../media/MediaServers.js';
import { Edge } from './Edge.js';
import type { LeftPipeline } from './LeftPipeline.js';

/** One peer's place at an edge. */
export interface Seat {
  readonly edge: Edge;
  /** Whether its media server does not answer, while another one does. */
  readonly isStranded: boolean;
  /** Calls when the edge is lost, not after {@link leave}. */
  onLost(listener: () => void): void;
  /** Idempotent. */
  leave(): void;
}

interface OpenEdge {
  readonly opening: Promise<Edge>;
  seats: number;
  linger: NodeJS.Timeout | undefined;
}

/** The edges of a broadcast: one at each media server that has viewers of it. */
export class Edges {
  readonly origin: Edge;
  readonly #media: MediaServers;
  readonly #idleMs: number;
  /** All but the origin. */
  readonly #open = new Map<MediaServer, OpenEdge>();

  /** @param idleMs - how long an edge that nobody watches at is kept, for the next one who comes */
  constructor(media: MediaServers, origin: Edge, idleMs: number) {
    this.#media = media;
    this.#idleMs = idleMs;
    this.origin = origin;
  }

  /** Goes on with what another server has left at an edge. Throws as `Edge.takeOver`. */
  async takeOver(left: LeftPipeline, all: readonly LeftPipeline[]): Promise<void> {
    const edge = await Edge.takeOver(left, all, this.origin);
    this.#linger(edge.server, this.#keep(edge.server, Promise.resolve(edge)));
  }

  /** A place at this media server; for who sits there already, without waiting. Throws as `Edge.behind`. */
  at(server: MediaServer): Promise<Seat> {
    return this.#seat(server);
  }

  /** A place for a viewer, where there is least to do. Throws as `Edge.behind`. */
  forViewer(): Promise<Seat> {
    return this.#seat(this.#media.forViewer());
  }

  /** A place for a presenter: at the origin, unless peers do not reach that. Throws as `Edge.behind`. */
  forPresenter(): Promise<Seat> {
    return this.#seat(this.#media.forPresenter(this.origin.server));
  }

  /** Closes all, the origin too. */
  close(): void {
    for (const { opening, linger } of this.#open.values()) {
      clearTimeout(linger);
      void opening.then(
        (edge) => edge.close(),
        () => undefined,
      );
    }
    this.#open.clear();
    this.origin.close();
  }

  async #seat(server: MediaServer): Promise<Seat> {
    // At once, so that many who come together are spread.
    const endWork = server.take(1);
    if (server === this.origin.server) return this.#seatAt(this.origin, endWork);
    const open = this.#openAt(server);
    clearTimeout(open.linger);
    open.seats += 1;
    const leave = () => {
      endWork();
      open.seats -= 1;
      if (open.seats === 0) this.#linger(server, open);
    };
    try {
      return this.#seatAt(await open.opening, leave);
    } catch (error) {
      leave();
      throw error;
    }
  }

  #openAt(server: MediaServer): OpenEdge {
    return this.#open.get(server) ?? this.#keep(server, Edge.behind(this.origin, server));
  }

  #keep(server: MediaServer, opening: Promise<Edge>): OpenEdge {
    const open: OpenEdge = { opening, seats: 0, linger: undefined };
    this.#open.set(server, open);
    const forget = () => this.#forget(server, open);
    opening.then((edge) => edge.onLost(forget), forget);
    return open;
  }

  #linger(server: MediaServer, open: OpenEdge): void {
    open.linger = setTimeout(() => this.#close(server, open), this.#idleMs);
  }

  #close(server: MediaServer, open: OpenEdge): void {
    this.#forget(server, open);
    void open.opening.then(
      (edge) => edge.close(),
      () => undefined,
    );
  }

  #forget(server: MediaServer, open: OpenEdge): void {
    clearTimeout(open.linger);
    if (this.#open.get(server) === open) this.#open.delete(server);
  }

  #seatAt(edge: Edge, leave: () => void): Seat {
    const media = this.#media;
    const stopListening: (() => void)[] = [];
    let isTaken = true;
    return {
      edge,
      get isStranded() {
        return !edge.server.available && media.availableCount > 0;
      },
      onLost: (listener) => void stopListening.push(edge.onLost(listener)),
      leave: () => {
        if (!isTaken) return;
        isTaken = false;
        stopListening.forEach((stop) => stop());
        leave();
      },
    };
  }
}
