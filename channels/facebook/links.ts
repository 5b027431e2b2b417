import { readUrl } from '../shared/read-url';

/** Longer than browsers open; it bounds what a text costs to look through. */
const longestAddress = 2_048;

/** Where Facebook leads clicks through before they get to the address that was meant. */
const wayThrough = /^(l|lm)\.facebook\.com$/;

export function addressMeant(address: string): string {
  const url = readUrl(address);
  if (url === null) return address;
  const target = wayThrough.test(url.hostname) && url.pathname === '/l.php' ? url.searchParams.get('u') : null;
  return target ?? address;
}

/** As two addresses are compared: what people leave out when they write one, and what previews add, counts for nothing. */
function bare(address: string): string {
  const written = addressMeant(address);
  const url = readUrl(written);
  if (url === null) return written.toLowerCase();
  const { hostname, pathname, search } = url;
  const query = new URLSearchParams(search);
  query.delete('fbclid');
  return `${hostname.replace(/^www\./, '')}${decode(pathname).replace(/\/$/, '')}${query.size === 0 ? '' : `?${query}`}`;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** What may stand at an address without a space between. */
const around = /^[("'“«<]+|[)"'”»>.,!?;:。，、！？）」』】]+$/g;

/** Whether the client's own words name the address. */
export function isNamed(text: string, address: string): boolean {
  const wanted = bare(address);
  return text
    .split(/\s+/)
    .filter((word) => word.length <= longestAddress)
    .map((word) => word.slice(Math.max(0, word.search(/https?:\/\//i))).replace(around, ''))
    .some((word) => word.includes('.') && bare(/^https?:\/\//i.test(word) ? word : `https://${word}`) === wanted);
}
