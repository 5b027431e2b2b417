import { useEffect } from 'preact/hooks';
import { MissingPart, usePart } from '../app/lazy-part';
import { useStore } from '../app/services';
import { IconButton } from '../ui/button';
import { BellIcon } from '../ui/icons';
import { Popover } from '../ui/popover';
import { Loading } from '../ui/states';
import styles from './bell.module.css';
import { createNotificationsStore } from './notifications-store';
import { notificationWords } from './words';

/** How many notifications are unread; behind it, all of them, loaded when they are wanted for the first time. */
export function NotificationBell() {
  const { unread, refresh } = useStore(createNotificationsStore);
  const {
    Part: Panel,
    isMissing,
    fetchPart,
    retry,
  } = usePart<{ close: () => void }>(() => import('./panel').then(({ NotificationPanel }) => NotificationPanel));
  const say = notificationWords();
  const count = unread.value;
  const label = count === 0 ? say.title : count > 99 ? say.many : say.unread(count);

  useEffect(() => {
    const look = () => void refresh();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [refresh]);

  return (
    <Popover
      label={say.title}
      align="end"
      onOpen={(panel) => {
        (panel.firstElementChild as HTMLElement | null)?.focus();
        void fetchPart();
      }}
      control={(props) => (
        <IconButton {...props} label={label}>
          <span class={styles.bell}>
            <BellIcon size={20} />
            {count > 0 && (
              <span class={styles.count} aria-hidden="true">
                {count > 99 ? '99+' : count}
              </span>
            )}
          </span>
        </IconButton>
      )}
    >
      {(close) => (
        <div class={styles.panel} tabIndex={-1}>
          {isMissing ? (
            <MissingPart onRetry={() => void retry()} />
          ) : Panel === null ? (
            <Loading />
          ) : (
            <Panel close={close} />
          )}
        </div>
      )}
    </Popover>
  );
}
