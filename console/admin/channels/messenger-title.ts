import { providerTitle } from '../../ui/provider-icon';
import { channelWords } from './words';

/** A messenger in the reader's language; a plug-in as it calls itself. */
export function messengerTitle(provider: string, titles: ReadonlyMap<string, string> = new Map()): string {
  return channelWords().messengers[provider]?.title ?? titles.get(provider) ?? providerTitle(provider);
}
