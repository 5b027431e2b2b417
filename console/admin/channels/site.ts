import { siteRoot } from '../../app/site-root';

/** Where others reach this installation. */
export interface Site {
  address: string;
  /** Nobody has told the public address; the one of this page may not do for others. */
  isGuess: boolean;
}

export function siteOf(siteUrl: string, origin: string = location.origin + siteRoot): Site {
  return siteUrl === '' ? { address: origin, isGuess: true } : { address: siteUrl, isGuess: false };
}

/** The line that puts the chat on a site. */
export function snippetFor({ address }: Site, channelId: string): string {
  return `<script src="${chatAddress({ address }, channelId)}/embed.js" async></script>`;
}

export function chatAddress({ address }: Pick<Site, 'address'>, channelId: string): string {
  return `${address}/webhooks/webchat/${encodeURIComponent(channelId)}`;
}
