import { useId, useState } from 'preact/hooks';
import { hrefOf } from '../app/router';
import { useServices } from '../app/services';
import { showProblem } from '../app/show-problem';
import type { Operator } from '../app/types';
import { may } from '../session/session';
import { Avatar } from '../ui/avatar';
import { IconButton } from '../ui/button';
import { classes } from '../ui/classes';
import { UnfoldIcon } from '../ui/icons';
import { Switch } from '../ui/inputs';
import { Since } from '../ui/times';
import { Unseen } from '../ui/unseen';
import { isMissing } from './need';
import { OpenChats } from './open-chats';
import styles from './screen.module.css';
import type { SupervisionStore } from './supervision-store';
import { supervisionWords } from './words';

/** More places than this are told by the number alone. */
const mostDrawn = 10;

/** An operator with status and load; an administrator may set the status for him. */
export function OperatorRow({ store, operator }: { store: SupervisionStore; operator: Operator }) {
  const { session, toasts } = useServices();
  /** Until the service has answered. */
  const [wanted, setWanted] = useState<boolean | null>(null);
  const say = supervisionWords();
  const isAdministrator = may(session.user.value, 'Administrator');
  const { name, status, load, limit } = operator;
  const id = useId();
  const [isUnfolded, setUnfolded] = useState(false);

  async function set(isActive: boolean): Promise<void> {
    if (wanted !== null) return;
    setWanted(isActive);
    try {
      await store.setStatus(operator.id, isActive ? 'active' : 'inactive');
    } catch (error) {
      showProblem(toasts, error);
    } finally {
      setWanted(null);
    }
  }

  return (
    <li>
      <div class={styles.operator}>
        <Avatar name={name} size={30} />
        <div class={styles.who}>
          <span class={styles.name}>{name}</span>
          <Status operator={operator} />
        </div>
        <a
          class={classes(styles.load, load >= limit && styles.full)}
          href={hrefOf(`/chats?operatorId=${operator.id}&status=active`)}
        >
          <Unseen>{say.chatsOf(name, say.loadOf(load, limit))}</Unseen>
          <span aria-hidden="true">{`${load}/${limit}`}</span>
          {limit <= mostDrawn && (
            <span class={styles.places} aria-hidden="true">
              {Array.from({ length: limit }, (_, index) => (
                <span key={index} class={classes(styles.place, index < load && styles.taken)} />
              ))}
            </span>
          )}
        </a>
        {isAdministrator && (
          <Switch
            label={<Unseen>{say.takesChats(name)}</Unseen>}
            value={wanted ?? status === 'active'}
            onChange={(isActive) => void set(isActive)}
          />
        )}
        {isAdministrator && (
          <IconButton
            class={classes(styles.unfold, isUnfolded && styles.unfolded)}
            label={say.chatsWith(name)}
            aria-expanded={isUnfolded}
            aria-controls={isUnfolded ? id : undefined}
            onClick={() => setUnfolded(!isUnfolded)}
          >
            <UnfoldIcon size={16} />
          </IconButton>
        )}
      </div>
      {isUnfolded && (
        <OpenChats id={id} store={store} holder={{ operatorId: operator.id }} label={say.chatsWith(name)} />
      )}
    </li>
  );
}

function Status({ operator }: { operator: Operator }) {
  const say = supervisionWords();
  const { status, reason, changedAt } = operator;
  return (
    <span class={classes(styles.status, status === 'active' && styles.isActive, isMissing(operator) && styles.missing)}>
      <span>{status === 'active' ? say.isActive : sayInactive(reason)}</span>
      <Since at={changedAt} />
      {reason === 'administrator' && <span>{`· ${say.byAdministrator}`}</span>}
    </span>
  );
}

function sayInactive(reason: Operator['reason']): string {
  const say = supervisionWords();
  switch (reason) {
    case 'missed_offer':
      return say.missedOffer;
    case 'signed_out':
      return say.signedOut;
    case 'connection_lost':
      return say.connectionLost;
    default:
      return say.isInactive;
  }
}
