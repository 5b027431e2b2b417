/**
 * Null for what is no URL. `URL.canParse` would say the same, but for letters such as ü: once it is called often, Node.js 20 takes no
 * address that has one for a URL.
 */
export function readUrl(address: string, base?: URL): URL | null {
  try {
    return new URL(address, base);
  } catch {
    return null;
  }
}
