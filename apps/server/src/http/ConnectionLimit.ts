/** How many connections each address has open. */
export class ConnectionLimit {
  readonly #max: number;
  readonly #open = new Map<string, number>();

  /** @param max - for each address; undefined for no limit */
  constructor(max: number | undefined) {
    this.#max = max ?? Number.POSITIVE_INFINITY;
  }

  /**
   * Counts a connection until it closes.
   *
   * @returns false when there are too many from this address, and it must be refused
   */
  admit(address: string, connection: NodeJS.EventEmitter): boolean {
    const open = this.#open.get(address) ?? 0;
    if (open >= this.#max) return false;
    this.#open.set(address, open + 1);
    connection.once('close', () => this.#leave(address));
    return true;
  }

  #leave(address: string): void {
    const open = (this.#open.get(address) ?? 0) - 1;
    if (open > 0) this.#open.set(address, open);
    else this.#open.delete(address);
  }
}
