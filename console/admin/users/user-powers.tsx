import { useState } from 'preact/hooks';
import { useServices } from '../../app/services';
import { showProblem } from '../../app/show-problem';
import type { OperatorStatus, User } from '../../app/types';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/confirm';
import { useLoaded, WhenLoaded } from '../parts/loaded';
import { Part } from '../parts/page';
import styles from './user-powers.module.css';
import { userWords } from './words';

/** What an administrator does to an account at once. */
export function UserPowers({ user }: { user: User }) {
  return (
    <>
      <StatusPart user={user} />
      <SessionsPart user={user} />
    </>
  );
}

function StatusPart({ user }: { user: User }) {
  const { api, toasts } = useServices();
  const [isBusy, setBusy] = useState(false);
  const path = `/api/operators/${encodeURIComponent(user.id)}/status`;
  const loaded = useLoaded((signal) => api.get<OperatorStatus>(path, { signal }), [user.id]);
  const w = userWords();

  async function change(status: OperatorStatus['status']): Promise<void> {
    setBusy(true);
    try {
      loaded.set(await api.put<OperatorStatus>(path, { status }));
    } catch (error) {
      showProblem(toasts, error);
    }
    setBusy(false);
  }

  return (
    <Part title={w.status}>
      <WhenLoaded of={loaded}>
        {({ status, reason, load, limit }) => (
          <div class={styles.line}>
            <p aria-live="polite">
              <Badge tone={status === 'active' ? 'good' : 'plain'}>
                {status === 'active' ? w.isActive : w.isInactive}
              </Badge>{' '}
              <span class={styles.soft}>
                {[reason === null ? '' : (w.reason[reason] ?? ''), w.load(String(load), String(limit))]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </span>
            </p>
            <Button busy={isBusy} onClick={() => void change(status === 'active' ? 'inactive' : 'active')}>
              {status === 'active' ? w.setInactive : w.setActive}
            </Button>
          </div>
        )}
      </WhenLoaded>
    </Part>
  );
}

function SessionsPart({ user }: { user: User }) {
  const { api, toasts } = useServices();
  const [isAsked, setAsked] = useState(false);
  const w = userWords();

  async function end(): Promise<void> {
    await api.delete(`/api/users/${encodeURIComponent(user.id)}/sessions`);
    toasts.show({ tone: 'success', text: w.ended });
  }

  return (
    <Part title={w.sessions}>
      <div class={styles.line}>
        <p class={styles.soft}>{w.sessionsText}</p>
        <Button onClick={() => setAsked(true)}>{w.endSessions}</Button>
      </div>
      {isAsked && (
        <Confirm title={w.endTitle(user.name)} action={w.endSessions} danger run={end} onClose={() => setAsked(false)}>
          {w.endText}
        </Confirm>
      )}
    </Part>
  );
}
