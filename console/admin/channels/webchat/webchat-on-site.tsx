import type { Channel } from '../../../app/types';
import { Notice } from '../../../ui/notice';
import { Copyable } from '../../parts/copyable';
import { Part } from '../../parts/page';
import styles from '../channels.module.css';
import { chatAddress, type Site, snippetFor } from '../site';
import { SiteNotice } from '../site-notice';
import { channelWords } from '../words';

/** How visitors get to the chat. */
export function WebchatOnSite({ channel, site }: { channel: Channel; site: Site }) {
  const w = channelWords().webchat;
  const address = chatAddress(site, channel.id);
  return (
    <Part title={w.title}>
      <div class={styles.narrow}>
        <SiteNotice site={site} />
        {(!channel.active || channel.queueId === null) && <Notice tone="info">{w.needsActive}</Notice>}
        <Copyable label={w.snippet} hint={w.snippetHint} text={snippetFor(site, channel.id)} />
        <Copyable label={w.link} hint={w.linkHint} text={address} />
        <p>
          <a href={address} target="_blank" rel="noopener noreferrer">
            {w.open}
          </a>
        </p>
      </div>
    </Part>
  );
}
