import { useState } from 'preact/hooks';
import { sayProblem } from '../../../app/say-problem';
import { useServices } from '../../../app/services';
import type { Channel } from '../../../app/types';
import { Button } from '../../../ui/button';
import { Notice } from '../../../ui/notice';
import { Copyable } from '../../parts/copyable';
import { Part } from '../../parts/page';
import styles from '../channels.module.css';
import type { Site } from '../site';
import { SiteNotice } from '../site-notice';
import { channelWords } from '../words';

/** Sends the confirmation, and tells what became of it. */
export function WhatsAppConnect({ channel, onChanged }: { channel: Channel; onChanged: (channel: Channel) => void }) {
  const { api } = useServices();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const w = channelWords().whatsapp;
  const path = `/api/channels/${encodeURIComponent(channel.id)}`;

  async function connect(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      onChanged(await api.post<Channel>(`${path}/connect`));
    } catch (error) {
      setProblem(sayProblem(error));
      // A refusal stands in the channel's health as well.
      await api.get<Channel>(path).then(onChanged, () => undefined);
    }
    setBusy(false);
  }

  if (channel.verified && !isBusy) return <Notice tone="good">{w.isConnected}</Notice>;
  return (
    <Part title={w.connectTitle} intro={w.connectText}>
      <div class={styles.narrow}>
        <div role="status">{isBusy && w.connecting}</div>
        {problem !== null && <Notice tone="bad">{problem}</Notice>}
        <div class={styles.actions}>
          <Button tone="primary" busy={isBusy} onClick={() => void connect()}>
            {w.connect}
          </Button>
        </div>
      </div>
    </Part>
  );
}

export function WhatsAppWebhooks({ site }: { site: Site }) {
  const w = channelWords().whatsapp;
  const address = `${site.address}/webhooks/whatsapp`;
  return (
    <Part title={w.webhooksTitle} intro={w.webhooksText}>
      <div class={styles.narrow}>
        <SiteNotice site={site} />
        <Copyable label={w.incoming} text={address} />
      </div>
    </Part>
  );
}
