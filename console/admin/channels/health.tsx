import type { Channel } from '../../app/types';
import { Badge } from '../../ui/badge';
import { Ago } from '../../ui/times';
import styles from './channels.module.css';
import { channelWords } from './words';

type OfHealth = Pick<Channel, 'health' | 'verified'>;

const tones = {
  ok: 'good',
  inactive: 'plain',
  unchecked: 'plain',
  unauthorized: 'bad',
  conflict: 'bad',
  rate_limited: 'warn',
  unreachable: 'warn',
  failing: 'bad',
} as const;

export function HealthBadge({ channel: { health, verified } }: { channel: OfHealth }) {
  const w = channelWords();
  if (!verified && health.status === 'unchecked') return <Badge tone="warn">{w.notConnected}</Badge>;
  return <Badge tone={tones[health.status]}>{w.statuses[health.status]}</Badge>;
}

/** What was found, and when. */
export function HealthDetail({ channel: { health } }: { channel: OfHealth }) {
  return (
    <span class={styles.detail}>
      {health.detail} <span class={styles.when}>({channelWords().checked} </span>
      <Ago at={health.checkedAt} />
      <span class={styles.when}>)</span>
    </span>
  );
}

/** What to do about it; empty where there is nothing wrong. */
export function adviceFor({ health, verified }: OfHealth): string {
  const { advice, adviceUnconnected } = channelWords();
  return verified ? advice[health.status] : adviceUnconnected;
}
