import { useState } from 'preact/hooks';
import { useServices } from '../../app/services';
import { showProblem } from '../../app/show-problem';
import type { Channel } from '../../app/types';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/confirm';
import styles from './channels.module.css';
import { adviceFor, HealthBadge, HealthDetail } from './health';
import { channelWords } from './words';

/** How the channel is doing, what to do about it, and its switch. */
export function HealthPanel({ channel, onChanged }: { channel: Channel; onChanged: (channel: Channel) => void }) {
  const { api, toasts } = useServices();
  const [isBusy, setBusy] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const { id, name, active } = channel;
  const w = channelWords();
  const advice = adviceFor(channel);

  async function set(wanted: boolean): Promise<void> {
    onChanged(await api.patch<Channel>(`/api/channels/${encodeURIComponent(id)}`, { active: wanted }));
    toasts.show({ tone: 'success', text: wanted ? w.activated(name) : w.deactivated(name) });
  }

  async function activate(): Promise<void> {
    setBusy(true);
    await set(true).catch((error: unknown) => showProblem(toasts, error));
    setBusy(false);
  }

  return (
    <section class={styles.panel} aria-label={w.health}>
      <div class={styles.panelHead}>
        <HealthBadge channel={channel} />
        {active ? (
          <Button small onClick={() => setAsked(true)}>
            {w.deactivate}
          </Button>
        ) : (
          channel.verified && (
            <Button small tone="primary" busy={isBusy} onClick={() => void activate()}>
              {w.activate}
            </Button>
          )
        )}
      </div>
      <p>
        <HealthDetail channel={channel} />
      </p>
      {advice !== '' && <p>{advice}</p>}
      {isAsked && (
        <Confirm
          title={w.deactivateTitle(name)}
          action={w.deactivate}
          danger
          run={() => set(false)}
          onClose={() => setAsked(false)}
        >
          {w.deactivateText}
        </Confirm>
      )}
    </section>
  );
}
