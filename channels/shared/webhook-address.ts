import { readUrl } from './read-url';

/** A slash at the end and letters' case make no other address: our routes are found all the same. */
function placeOf(address: string): { host: string; path: string } | null {
  const url = readUrl(address.trim());
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  // The URL has neither a default port nor capitals in its host; what stands behind `#` is for Twilio, and nothing is behind `?`.
  const path = url.pathname.toLowerCase().replace(/\/$/, '');
  return { host: url.host.replace(/\.(?=:|$)/, ''), path };
}

export interface Compared {
  isOurs: boolean;
  /** How the address is named to people: by its host, and by its path too where the host is ours. */
  name: string;
}

/**
 * Whether an address that a messenger tells is the one of our routes, `<SiteUrl>/webhooks/<code>`; they also answer without the path
 * of `SiteUrl`. Null for what is no address.
 */
export function compareAddresses(told: string, ours: string): Compared | null {
  const [there, here] = [placeOf(told), placeOf(ours)];
  if (there === null || here === null) return null;
  if (there.host !== here.host) return { isOurs: false, name: there.host };
  const atRoot = here.path.slice(here.path.lastIndexOf('/webhooks/'));
  return { isOurs: there.path === here.path || there.path === atRoot, name: there.host + there.path };
}
