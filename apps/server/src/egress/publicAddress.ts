import { lookup as resolveName } from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address that must not be called. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';
  readonly code = 'ADDRESS_FORBIDDEN';
}

/** Whether an IP address belongs to the public Internet: not this machine, no private network, no link, no multicast. */
export function isPublicAddress(address: string): boolean {
  // An IPv4 address in IPv6's clothes is what it is.
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** Whether a host of a URL is an IP address that is not public; names are looked up when they are called. */
export function isPrivateHost(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  return isIP(address) === 0 ? /(^|\.)localhost\.?$/i.test(host) : !isPublicAddress(address);
}

/**
 * Looks a name up for `net.connect`, which then connects to this very answer: a name that changes
 * its mind between question and connection (DNS rebinding) gains nothing. One address that is not
 * public spoils them all.
 */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error ?? !first) {
      callback(error ?? new Error(`${hostname} has no address`), '');
    } else if (addresses.some(({ address }) => !isPublicAddress(address))) {
      const reason = `${hostname} is an address of this machine or of a private network`;
      callback(new ForbiddenAddressError(reason), '');
    } else if (options.all) {
      callback(null, addresses);
    } else {
      callback(null, first.address, first.family);
    }
  });
};
