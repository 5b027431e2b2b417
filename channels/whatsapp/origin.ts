const ownDomain = /(^|\.)twilio\.com$/;

/**
 * Where a resource of Twilio's is asked for. Its products have hosts of their own (`api.`, `content.`), of which the
 * configured root names the first; any other root, such as a proxy's, stands for all of them. The credentials go with the
 * request, so no other host comes out of this, whatever the resource's address says.
 */
export function rooted(apiRoot: string, address: string | URL): URL {
  const asked = new URL(address, apiRoot);
  const root = new URL(apiRoot);
  const target = new URL(root.origin);
  const product = ownDomain.test(asked.hostname) ? asked.hostname.split('.')[0] : undefined;
  if (product && ownDomain.test(root.hostname) && root.hostname.startsWith('api.'))
    target.hostname = root.hostname.replace(/^api\./, `${product}.`);
  target.pathname = asked.pathname;
  target.search = asked.search;
  return target;
}

/** Whether an address is one of Twilio's API, as it is told in webhooks. */
export function isOfApi(apiRoot: string, address: URL): boolean {
  return (
    address.origin === new URL(apiRoot).origin || (address.protocol === 'https:' && ownDomain.test(address.hostname))
  );
}
