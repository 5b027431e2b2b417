import type { OpenedChannel } from '../domain/channel';
import { Problem } from '../domain/problem';
import type { MessagingDeps } from './ports';
import { siteAt } from './site';

/** Has channels confirmed by their messenger, for those that have to be before they can be activated (domain 7.1). */
export function createConnecting({ storage, providers }: Pick<MessagingDeps, 'storage' | 'providers'>) {
  /** Says in words what the messenger answered when it does not confirm the channel. One that is confirmed is left as it is. */
  async function connect(channel: OpenedChannel): Promise<void> {
    if (channel.verified) return;
    const provider = providers.find(({ code }) => code === channel.provider);
    if (provider?.connect === undefined) throw new Error(`channels of ${channel.provider} are registered as verified`);
    const site = siteAt(await storage.settings.get('SiteUrl'), provider.code);
    const outcome = await provider.connect(channel, site);
    switch (outcome.kind) {
      case 'verified':
        return storage.channels.settleConnection(channel, { verified: true, detail: outcome.detail });
      case 'pending':
        return storage.channels.noteUnsettled(channel, { status: 'unchecked', detail: outcome.detail });
      case 'refused':
        await storage.channels.settleConnection(channel, { verified: false, detail: outcome.reason });
        throw new Problem('credentials_refused', outcome.reason);
      case 'unreachable':
        await storage.channels.noteUnsettled(channel, { status: 'unreachable', detail: outcome.reason });
        throw new Problem('messenger_unreachable', outcome.reason);
    }
  }

  return { connect };
}
