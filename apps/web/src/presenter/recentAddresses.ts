/** Addresses and files played lately from this browser. */
const STORAGE_KEY = 'crowdlens.recentAddresses';
const KEPT = 5;
/** `scheme://user:password@`: a password is not kept. */
const CREDENTIALS = /^([a-z]+:\/\/)[^/@]*@/i;

/** Newest first, five at most. */
export function loadRecentAddresses(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((entry) => typeof entry === 'string') : [];
  } catch {
    return [];
  }
}

/** @returns the list with `address` in front. */
export function rememberAddress(address: string): readonly string[] {
  const list = withAddress(loadRecentAddresses(), address);
  localStorage.setItem(STORAGE_KEY, JSON.stringify(list));
  return list;
}

/** The list with `address` in front and the oldest dropped; user and password are left out. */
export function withAddress(list: readonly string[], address: string): readonly string[] {
  const safe = address.replace(CREDENTIALS, '$1');
  return [safe, ...list.filter((other) => other !== safe)].slice(0, KEPT);
}
