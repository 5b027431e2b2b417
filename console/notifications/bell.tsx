import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useStore } from '../app/services';
import { IconButton } from '../ui/button';
import { BellIcon } from '../ui/icons';
import { Popover } from '../ui/popover';
import { Empty, Loading } from '../ui/states';
import { words } from '../words/words';
import styles from './bell.module.css';
import { createNotificationsStore } from './notifications-store';
import { notificationWords } from './words';

type Panel = ComponentType<{ close: () => void }>;

/** How many notifications are unread; behind it, all of them, loaded when they are wanted for the first time. */
export function NotificationBell() {
  const { unread, refresh } = useStore(createNotificationsStore);
  const [Panel, setPanel] = useState<Panel | null>(null);
  const [failed, setFailed] = useState(false);
  const say = notificationWords();
  const count = unread.value;
  const label = count === 0 ? say.title : count > 99 ? say.many : say.unread(count);

  useEffect(() => {
    const look = () => void refresh();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [refresh]);

  function load(): void {
    setFailed(false);
    import('./panel').then(
      ({ NotificationPanel }) => setPanel(() => NotificationPanel),
      () => setFailed(true),
    );
  }

  return (
    <Popover
      label={say.title}
      align="end"
      onOpen={(panel) => {
        (panel.firstElementChild as HTMLElement | null)?.focus();
        if (Panel === null) load();
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
          {Panel !== null ? <Panel close={close} /> : failed ? <Empty title={words().failed.title} /> : <Loading />}
        </div>
      )}
    </Popover>
  );
}
