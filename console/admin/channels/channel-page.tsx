import { useServices } from '../../app/services';
import type { Channel, Queue } from '../../app/types';
import { ProviderIcon } from '../../ui/provider-icon';
import { useLoaded, WhenLoaded } from '../parts/loaded';
import { Page, Part } from '../parts/page';
import { adminPath } from '../places';
import type { Provider, Setting } from '../types';
import { adminWords } from '../words';
import { ChannelForm } from './channel-form';
import styles from './channels.module.css';
import { FacebookRenewal, FacebookWebhook } from './facebook/facebook-login';
import { HealthPanel } from './health-panel';
import { messengerTitle } from './messenger-title';
import { siteOf } from './site';
import { useEveryWhile } from './use-every';
import { WebchatOnSite } from './webchat/webchat-on-site';
import { WhatsAppConnect, WhatsAppWebhooks } from './whatsapp/whatsapp-parts';
import { channelWords } from './words';

const everyMs = 10_000;

interface Found {
  channel: Channel;
  provider: Provider | undefined;
  queues: Queue[];
  siteUrl: string;
}

export function ChannelPage({ id }: { id: string }) {
  const { api } = useServices();
  const path = `/api/channels/${encodeURIComponent(id)}`;
  const loaded = useLoaded<Found>(async (signal) => {
    const [channel, providers, queues, site] = await Promise.all([
      api.get<Channel>(path, { signal }),
      api.all<Provider>('/api/providers', { signal }),
      api.all<Queue>('/api/queues', { signal }),
      api.get<Setting>('/api/settings/SiteUrl', { signal }),
    ]);
    const provider = providers.find(({ code }) => code === channel.provider);
    return { channel, provider, queues, siteUrl: String(site.value ?? '') };
  });
  const { value } = loaded;
  const show = (channel: Channel) => {
    if (value !== null) loaded.set({ ...value, channel });
  };
  useEveryWhile(everyMs, () => {
    // That it cannot be asked just now is told by the banner of the connection.
    api.get<Channel>(path).then(show, () => undefined);
  });
  return <WhenLoaded of={loaded}>{(found) => <Shown {...found} onChanged={show} />}</WhenLoaded>;
}

function Shown({ channel, provider, queues, siteUrl, onChanged }: Found & { onChanged: (channel: Channel) => void }) {
  const titles = new Map(provider === undefined ? [] : [[provider.code, provider.title]]);
  const site = siteOf(siteUrl);
  return (
    <Page
      title={channel.name}
      back={{ path: adminPath('channels'), label: adminWords().sections.channels }}
      intro={
        <p class={styles.subject}>
          <ProviderIcon provider={channel.provider} isNamed />
          {channel.provider === 'webchat'
            ? messengerTitle(channel.provider)
            : `${messengerTitle(channel.provider, titles)} · ${channel.source}`}
        </p>
      }
    >
      <HealthPanel channel={channel} onChanged={onChanged} />
      {channel.provider === 'whatsapp' && (
        <>
          <WhatsAppConnect channel={channel} onChanged={onChanged} />
          <WhatsAppWebhooks site={site} />
        </>
      )}
      {channel.provider === 'webchat' && <WebchatOnSite channel={channel} site={site} />}
      <Part title={channelWords().settings}>
        <ChannelForm channel={channel} provider={provider} queues={queues} onChanged={onChanged} />
      </Part>
      {channel.provider === 'facebook' && (
        <>
          <FacebookRenewal />
          <FacebookWebhook site={site} />
        </>
      )}
    </Page>
  );
}
