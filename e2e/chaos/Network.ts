import { execFileSync } from 'node:child_process';

/** A host of its own, as far as the network goes. */
export interface Host {
  /** Its IPv4 address. */
  readonly address: string;
  /** Runs a program there: put these words before it and its arguments. */
  readonly prefix: readonly string[];
  /** Takes its cable out of the switch: nothing comes through, and nobody is told. */
  cut(): void;
  mend(): void;
}

/** Network namespaces as hosts, plugged into one switch with this machine. Only root may make it, on Linux. */
export class Network {
  /** This machine's address in it. */
  readonly address: string;
  readonly #subnet: string;
  readonly #bridge: string;
  readonly #namespaces: string[] = [];
  readonly #cables: string[] = [];

  /** Whether it can be made here. */
  static get isPossible(): boolean {
    try {
      new Network().close();
      return true;
    } catch {
      return false;
    }
  }

  constructor() {
    // One of 256 in 10.213/16, another one for each process that may run here beside this one.
    const number = process.pid % 256;
    this.#subnet = `10.213.${number}`;
    this.#bridge = `crowdlens${number}`;
    this.address = `${this.#subnet}.1`;
    ip('link', 'add', this.#bridge, 'type', 'bridge');
    ip('address', 'add', `${this.address}/24`, 'dev', this.#bridge);
    ip('link', 'set', this.#bridge, 'up');
  }

  addHost(): Host {
    const number = this.#namespaces.length + 2;
    const name = `${this.#bridge}-${number}`;
    const cable = `${this.#bridge}.${number}`;
    const address = `${this.#subnet}.${number}`;
    const within = (...args: string[]) => ip('-netns', name, ...args);
    ip('netns', 'add', name);
    this.#namespaces.push(name);
    ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
    this.#cables.push(cable);
    ip('link', 'set', cable, 'master', this.#bridge, 'up');
    within('address', 'add', `${address}/24`, 'dev', 'eth0');
    within('link', 'set', 'lo', 'up');
    within('link', 'set', 'eth0', 'up');
    return {
      address,
      prefix: ['ip', 'netns', 'exec', name],
      // Not set down, which the other end would notice.
      cut: () => ip('link', 'set', cable, 'nomaster'),
      mend: () => ip('link', 'set', cable, 'master', this.#bridge),
    };
  }

  /** Removes everything; idempotent. What runs in it must have ended. */
  close(): void {
    // They would go with their namespaces, but those may outlive their names.
    for (const cable of this.#cables.splice(0)) ip('link', 'delete', cable);
    for (const name of this.#namespaces.splice(0)) ip('netns', 'delete', name);
    ip('link', 'delete', this.#bridge);
  }
}

function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
