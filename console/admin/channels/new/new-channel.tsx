import { NotFound } from '../../../app/not-found';
import { useServices } from '../../../app/services';
import type { Queue } from '../../../app/types';
import { useLoaded, WhenLoaded } from '../../parts/loaded';
import { Page } from '../../parts/page';
import { adminPath } from '../../places';
import type { Provider } from '../../types';
import { FacebookLogin } from '../facebook/facebook-login';
import { channelWords } from '../words';
import { Guide } from './guide';
import { NewChannelForm } from './new-channel-form';

/** What a messenger needs, and where to get it. */
export function NewChannel({ code }: { code: string }) {
  const { api } = useServices();
  const loaded = useLoaded(async (signal) => {
    const [providers, queues] = await Promise.all([
      api.all<Provider>('/api/providers', { signal }),
      api.all<Queue>('/api/queues', { signal }),
    ]);
    return { provider: providers.find((one) => one.code === code), queues };
  });
  const w = channelWords();
  return (
    <WhenLoaded of={loaded}>
      {({ provider, queues }) => {
        if (provider === undefined) return <NotFound />;
        return (
          <Page
            title={w.newTitleOf(w.messengers[code]?.title ?? provider.title)}
            back={{ path: adminPath('channels', 'new'), label: w.back }}
            intro={<Guide code={code} />}
          >
            {code === 'facebook' ? <FacebookLogin /> : <NewChannelForm provider={provider} queues={queues} />}
          </Page>
        );
      }}
    </WhenLoaded>
  );
}
