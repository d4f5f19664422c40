import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import {
  ForbiddenAddressError,
  isPrivateHost,
  isPublicAddress,
  lookupPublic,
} from './publicAddress.js';

/** Which hosts `play` may fetch from. */
export class PlayHosts {
  readonly #listed: ReadonlySet<string>;

  /** @param listed - names and addresses that may be fetched from, wherever they are; `*` is all */
  constructor(listed: readonly string[]) {
    this.#listed = new Set(listed.map((host) => host.toLowerCase()));
  }

  /** Whether there is nothing to refuse. */
  get areAll(): boolean {
    return this.#listed.has('*');
  }

  /** @param host - of a URL, that of IPv6 in brackets */
  includes(host: string): boolean {
    return this.areAll || this.#listed.has(host.replaceAll(/[[\]]/g, '').toLowerCase());
  }

  /**
   * Says what must not be played. A name is looked up; since it may mean something else a moment later,
   * whoever connects uses {@link lookupFor}.
   *
   * @throws ForbiddenAddressError
   */
  async check({ protocol, hostname }: URL): Promise<void> {
    if (this.includes(hostname)) return;
    // FFmpeg connects by itself, wherever a camera may send it.
    if (!/^https?:$/.test(protocol)) {
      throw new ForbiddenAddressError(`${hostname} is not in PLAY_HOSTS, which ${protocol} wants`);
    }
    const addresses = await lookup(hostname, { all: true }).catch(() => []);
    if (isPrivateHost(hostname) || addresses.some(({ address }) => !isPublicAddress(address))) {
      throw new ForbiddenAddressError(
        `${hostname} is an address of this machine or of a private network, and not in PLAY_HOSTS`,
      );
    }
  }

  /**
   * For a connection to a host.
   *
   * @throws ForbiddenAddressError for an address that must not be connected to; the lookup fails so, too
   */
  lookupFor(hostname: string): LookupFunction | undefined {
    if (this.includes(hostname)) return undefined;
    if (isPrivateHost(hostname)) throw new ForbiddenAddressError(`${hostname} is not public`);
    return lookupPublic;
  }
}
