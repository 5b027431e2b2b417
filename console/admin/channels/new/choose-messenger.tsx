import { hrefOf } from '../../../app/router';
import { useServices } from '../../../app/services';
import { ProviderIcon } from '../../../ui/provider-icon';
import { useLoaded, WhenLoaded } from '../../parts/loaded';
import { Page } from '../../parts/page';
import { adminPath } from '../../places';
import type { Provider } from '../../types';
import { adminWords } from '../../words';
import styles from '../channels.module.css';
import { channelWords } from '../words';

/** Every messenger that this installation knows, plug-ins too. */
export function ChooseMessenger() {
  const { api } = useServices();
  const loaded = useLoaded((signal) => api.all<Provider>('/api/providers', { signal }));
  const w = channelWords();
  return (
    <Page title={w.newTitle} back={{ path: adminPath('channels'), label: adminWords().sections.channels }}>
      <WhenLoaded of={loaded}>
        {(providers) => (
          <ul class={styles.messengers}>
            {providers.map(({ code, title }) => (
              <li key={code}>
                <a class={styles.messenger} href={hrefOf(adminPath('channels', 'new', code))}>
                  <ProviderIcon provider={code} size={20} isNamed />
                  <strong>{w.messengers[code]?.title ?? title}</strong>
                  <span>{w.messengers[code]?.about ?? w.pluginAbout}</span>
                </a>
              </li>
            ))}
          </ul>
        )}
      </WhenLoaded>
    </Page>
  );
}
