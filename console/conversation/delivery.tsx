import type { Message } from '../app/types';
import { classes } from '../ui/classes';
import styles from './delivery.module.css';
import { ClockIcon, FailedIcon, TickIcon, TicksIcon } from './icons';
import { conversationWords } from './words';

const icons = { pending: ClockIcon, sent: TickIcon, delivered: TicksIcon, read: TicksIcon, failed: FailedIcon };

/** How far an answer has come, by form and colour, and by name. */
export function Delivery({ status }: { status: NonNullable<Message['deliveryStatus']> }) {
  const name = conversationWords().delivery[status];
  const Icon = icons[status];
  return (
    <span class={classes(styles.delivery, styles[status])} role="img" aria-label={name} title={name}>
      <Icon size={15} />
    </span>
  );
}
