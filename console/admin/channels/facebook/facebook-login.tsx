import { useState } from 'preact/hooks';
import { isAborted } from '../../../app/api-error';
import { sayProblem } from '../../../app/say-problem';
import { useServices } from '../../../app/services';
import { Button } from '../../../ui/button';
import { Notice } from '../../../ui/notice';
import { Copyable } from '../../parts/copyable';
import { Part } from '../../parts/page';
import styles from '../channels.module.css';
import type { Site } from '../site';
import { SiteNotice } from '../site-notice';
import { channelWords } from '../words';

/** Leads the browser to Facebook, which brings it back to the channels. */
export function FacebookLogin({ label }: { label?: string }) {
  const { api } = useServices();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function logIn(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const { url } = await api.get<{ url: string }>('/api/facebook/login');
      location.assign(url);
    } catch (error) {
      if (!isAborted(error)) setProblem(sayProblem(error));
      setBusy(false);
    }
  }

  return (
    <div class={styles.narrow}>
      {problem !== null && <Notice tone="bad">{problem}</Notice>}
      <div class={styles.actions}>
        <Button tone={label === undefined ? 'primary' : 'plain'} busy={isBusy} onClick={() => void logIn()}>
          {label ?? channelWords().facebook.logIn}
        </Button>
      </div>
    </div>
  );
}

export function FacebookRenewal() {
  const w = channelWords().facebook;
  return (
    <Part title={w.renewTitle} intro={w.renewText}>
      <FacebookLogin label={w.renew} />
    </Part>
  );
}

export function FacebookWebhook({ site }: { site: Site }) {
  const w = channelWords().facebook;
  return (
    <Part title={w.webhookTitle} intro={w.webhookText}>
      <div class={styles.narrow}>
        <SiteNotice site={site} />
        <Copyable label={w.webhook} text={`${site.address}/webhooks/facebook`} />
      </div>
    </Part>
  );
}
