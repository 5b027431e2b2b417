import { Notice } from '../../ui/notice';
import type { Site } from './site';
import { channelWords } from './words';

/** Says that addresses may not do for others. */
export function SiteNotice({ site }: { site: Site }) {
  if (!site.isGuess) return null;
  return <Notice tone="warn">{channelWords().siteUrlEmpty(site.address)}</Notice>;
}
