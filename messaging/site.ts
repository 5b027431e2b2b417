import type { Site } from '../channels/contract';

/** How the outside world reaches the routes of a provider, by the setting `SiteUrl`. */
export function siteAt(siteUrl: string, providerCode: string): Site {
  return { webhooksUrl: siteUrl === '' ? null : `${siteUrl}/webhooks/${providerCode}` };
}
