import { useServices, useStore } from '../app/services';
import { showProblem } from '../app/show-problem';
import { classes } from '../ui/classes';
import { Unseen } from '../ui/unseen';
import { words } from '../words/words';
import { createStatusStore } from './status-store';
import styles from './status-switch.module.css';

/** The operator's own status, to be changed at any time, with his load against the limit. Nothing for who is no operator. */
export function StatusSwitch() {
  const { toasts } = useServices();
  const { status, isChanging, change } = useStore(createStatusStore);
  const now = status.value;
  if (!now) return null;
  const { status: say } = words();
  const isActive = now.status === 'active';

  async function toggle(): Promise<void> {
    try {
      await change(isActive ? 'inactive' : 'active');
    } catch (error) {
      showProblem(toasts, error);
    }
  }

  const state = isActive ? say.active : say.inactive;
  return (
    <div class={styles.status}>
      <button
        type="button"
        role="switch"
        aria-checked={isActive}
        aria-label={`${say.label}: ${state}`}
        aria-busy={isChanging.value ? 'true' : undefined}
        title={isActive ? say.activeHint : say.inactiveHint}
        class={classes(styles.switch, isActive && styles.active)}
        onClick={() => void toggle()}
      >
        <span class={styles.track} aria-hidden="true" />
        <span>{state}</span>
      </button>
      <span class={classes(styles.load, now.load >= now.limit && styles.full)} title={say.load(now.load, now.limit)}>
        <span aria-hidden="true">{`${now.load}/${now.limit}`}</span>
        <Unseen>{say.load(now.load, now.limit)}</Unseen>
      </span>
    </div>
  );
}
