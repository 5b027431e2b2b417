import { useState } from 'preact/hooks';
import { useServices } from '../../../app/services';
import type { Channel } from '../../../app/types';
import { useForm } from '../../../ui/form';
import { Notice } from '../../../ui/notice';
import { Empty, Failure } from '../../../ui/states';
import { Editor } from '../../parts/editor';
import { useLoaded, WhenLoaded } from '../../parts/loaded';
import { Page } from '../../parts/page';
import { Picker } from '../../parts/picker';
import { wrong } from '../../parts/refusals';
import { adminPath } from '../../places';
import type { FacebookPage } from '../../types';
import { adminWords } from '../../words';
import { channelWords } from '../words';
import { FacebookLogin } from './facebook-login';
import { FinishChannels } from './finish-channels';

/** Where Facebook's login ends: the pages that may become channels, then what these need. */
export function FacebookPages({ session, refusal }: { session: string | null; refusal: string | null }) {
  const [channels, setChannels] = useState<Channel[] | null>(null);
  const w = channelWords().facebook;
  return (
    <Page title={w.pagesTitle} back={{ path: adminPath('channels'), label: adminWords().sections.channels }}>
      {session === null ? (
        <>
          <Notice tone="bad">{refusal}</Notice>
          <FacebookLogin label={w.again} />
        </>
      ) : channels === null ? (
        <ChoosePages session={session} onConnected={setChannels} />
      ) : (
        <FinishChannels channels={channels} />
      )}
    </Page>
  );
}

function ChoosePages({ session, onConnected }: { session: string; onConnected: (channels: Channel[]) => void }) {
  const { api } = useServices();
  const loaded = useLoaded(async (signal) => {
    const { items } = await api.get<{ items: FacebookPage[] }>('/api/facebook/pages', { query: { session }, signal });
    return items;
  });
  const w = channelWords().facebook;
  if (loaded.value === null && loaded.error !== null)
    return (
      <>
        <Failure error={loaded.error} onRetry={loaded.reload} />
        <FacebookLogin label={w.again} />
      </>
    );
  return (
    <WhenLoaded of={loaded}>
      {(pages) =>
        pages.length === 0 ? (
          <Empty title={w.noPages} action={<FacebookLogin label={w.again} />} />
        ) : (
          <PagesForm session={session} pages={pages} onConnected={onConnected} />
        )
      }
    </WhenLoaded>
  );
}

function PagesForm({
  session,
  pages,
  onConnected,
}: {
  session: string;
  pages: FacebookPage[];
  onConnected: (channels: Channel[]) => void;
}) {
  const { api } = useServices();
  const w = channelWords().facebook;
  const form = useForm<{ pageIds: string[] }, { items: Channel[] }>({
    initial: { pageIds: [] },
    send: ({ pageIds }) => {
      if (pageIds.length === 0) throw wrong({ pageIds: channelWords().facebook.choose });
      return api.post('/api/facebook/channels', { session, pageIds });
    },
    onSent: ({ items }) => onConnected(items),
  });
  return (
    <Editor form={form} label={w.pagesTitle} submit={w.connect} listPath={adminPath('channels')} onCancel={null}>
      <Picker
        label={w.pages}
        options={pages.map(({ id, name, selectable, reason, channelId }) => ({
          ...{ id, label: name },
          ...(channelId === null ? {} : { detail: w.isChannel }),
          ...(selectable ? {} : { disabled: reason ?? '' }),
        }))}
        chosen={form.values.value.pageIds}
        error={form.errorOf('pageIds')}
        onChange={(chosen) => form.set('pageIds', chosen)}
      />
    </Editor>
  );
}
