import { useEffect, useRef, useState } from 'preact/hooks';
import { hrefOf } from '../app/router';
import { useServices, useStore } from '../app/services';
import { showProblem } from '../app/show-problem';
import type { Notification } from '../app/types';
import { outcomeLink } from '../details/outcome-link';
import { Button, IconButton } from '../ui/button';
import { classes } from '../ui/classes';
import { CheckIcon } from '../ui/icons';
import { Empty } from '../ui/states';
import { PagedView } from '../ui/table';
import { Ago } from '../ui/times';
import { Unseen } from '../ui/unseen';
import { createNotificationsStore } from './notifications-store';
import styles from './panel.module.css';
import { placeOfNotification } from './place';
import { notificationWords } from './words';

/** What processes have told the user, newest first, as far back as it is asked for. */
export function NotificationPanel({ close }: { close: () => void }) {
  const { toasts } = useServices();
  const store = useStore(createNotificationsStore);
  const [isBusy, setBusy] = useState(false);
  const head = useRef<HTMLDivElement>(null);
  const say = notificationWords();
  useEffect(() => void store.list.reload(), [store]);

  async function markAllRead(): Promise<void> {
    setBusy(true);
    try {
      await store.markAllRead();
      head.current?.focus();
    } catch (error) {
      showProblem(toasts, error);
    }
    setBusy(false);
  }

  return (
    <>
      <div ref={head} class={styles.head} tabIndex={-1}>
        <strong>{say.title}</strong>
        {store.unread.value > 0 && (
          <Button small tone="quiet" busy={isBusy} onClick={() => void markAllRead()}>
            {say.markAllRead}
          </Button>
        )}
      </div>
      <PagedView list={store.list} empty={<Empty title={say.none}>{say.noneText}</Empty>}>
        {(items) => (
          <ul class={styles.list} aria-label={say.title}>
            {items.map((notification) => (
              <Row
                key={notification.id}
                notification={notification}
                onRead={() => void store.markRead(notification.id)}
                close={close}
              />
            ))}
          </ul>
        )}
      </PagedView>
    </>
  );
}

function Row({ notification, onRead, close }: { notification: Notification; onRead: () => void; close: () => void }) {
  const { text, createdAt, readAt } = notification;
  const say = notificationWords();
  const isUnread = readAt === null;
  const to = outcomeLink(notification.link);
  const isOutside = to?.kind === 'outside';
  const link = useRef<HTMLAnchorElement>(null);
  return (
    <li class={classes(styles.row, isUnread && styles.unread)}>
      <a
        ref={link}
        class={styles.link}
        href={isOutside ? to.url : hrefOf(placeOfNotification(notification))}
        {...(isOutside ? { target: '_blank', rel: 'noopener noreferrer' } : {})}
        onClick={() => {
          if (isUnread) onRead();
          close();
        }}
      >
        <span class={styles.text} dir="auto">
          {isUnread && <Unseen>{say.isUnread} </Unseen>}
          {text}
        </span>
        <span class={styles.when}>
          <Ago at={createdAt} />
        </span>
      </a>
      {isUnread && (
        <IconButton
          label={say.markRead}
          onClick={() => {
            // The button goes with the mark.
            link.current?.focus();
            onRead();
          }}
        >
          <CheckIcon size={16} />
        </IconButton>
      )}
    </li>
  );
}
