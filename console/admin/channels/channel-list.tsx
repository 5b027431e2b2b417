import { hrefOf } from '../../app/router';
import { useServices } from '../../app/services';
import type { Channel, Page, Queue } from '../../app/types';
import { ProviderIcon } from '../../ui/provider-icon';
import { ListPage } from '../parts/list-page';
import { useSearchedList } from '../parts/searched-list';
import { adminPath } from '../places';
import type { Provider } from '../types';
import { adminWords } from '../words';
import styles from './channels.module.css';
import { HealthBadge, HealthDetail } from './health';
import { messengerTitle } from './messenger-title';
import { useEveryWhile } from './use-every';
import { channelWords } from './words';

type Row = Channel & { queue: string | null; messenger: string };

/** Nothing is told live of channels: their health is asked for. */
const everyMs = 15_000;

export function ChannelList() {
  const { api } = useServices();
  const list = useSearchedList<Row>(async ({ q, cursor, signal }) => {
    const [page, queues, providers] = await Promise.all([
      api.get<Page<Channel>>('/api/channels', { query: { q, cursor }, signal }),
      api.all<Queue>('/api/queues', { signal }),
      api.all<Provider>('/api/providers', { signal }),
    ]);
    const names = new Map(queues.map(({ id, name }) => [id, name]));
    const titles = new Map(providers.map(({ code, title }) => [code, title]));
    const rowOf = (channel: Channel): Row => ({
      ...channel,
      queue: channel.queueId === null ? null : (names.get(channel.queueId) ?? channel.queueId),
      messenger: messengerTitle(channel.provider, titles),
    });
    return { ...page, items: page.items.map(rowOf) };
  });
  useEveryWhile(everyMs, () => {
    // Whoever has gone down the list would be thrown to its beginning.
    if ((list.items.value?.length ?? 0) <= 50) void list.refresh();
  });
  const w = channelWords();
  return (
    <ListPage
      title={adminWords().sections.channels}
      intro={w.intro}
      add={{ path: adminPath('channels', 'new'), label: w.add }}
      list={list}
      keyOf={({ id }) => id}
      empty={w.empty}
      columns={[
        { title: w.name, isName: true, show: (channel) => <Name channel={channel} /> },
        { title: w.queue, show: ({ queue }) => queue ?? adminWords().noQueue },
        { title: w.health, show: (channel) => <Health channel={channel} /> },
      ]}
    />
  );
}

function Name({ channel: { id, name, provider, messenger, source } }: { channel: Row }) {
  return (
    <span class={styles.name}>
      <ProviderIcon provider={provider} />
      <span>
        <a href={hrefOf(adminPath('channels', id))}>{name}</a>
        <span class={styles.source}>{provider === 'webchat' ? messenger : `${messenger} · ${source}`}</span>
      </span>
    </span>
  );
}

function Health({ channel }: { channel: Row }) {
  return (
    <span class={styles.health}>
      <HealthBadge channel={channel} />
      {channel.health.status !== 'ok' && <HealthDetail channel={channel} />}
    </span>
  );
}
