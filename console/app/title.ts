import { computed, signal } from '@preact/signals';
import { words } from '../words/words';

/** What the page is about; areas set it while they are shown. */
export const pageTitle = signal('');
/** What waits for the user, wherever he is in the console. */
export interface Waiting {
  /** Chats that he can take. */
  offers: number;
  /** One of them lapses within a minute. */
  isLastMinute: boolean;
  unreadMessages: number;
}

export const nothingWaits: Waiting = { offers: 0, isLastMinute: false, unreadMessages: 0 };
export const waiting = signal<Waiting>(nothingWaits);

/** "3 offers · (2) Contacts · Parley": what lapses in front, as much of it as a narrow tab shows. */
export const tabTitle = computed(() => {
  const { product, offers: say } = words();
  const { offers, isLastMinute, unreadMessages } = waiting.value;
  const unread = unreadMessages === 0 ? '' : `(${unreadMessages}) `;
  const page = pageTitle.value === '' ? `${unread}${product}` : `${unread}${pageTitle.value} · ${product}`;
  if (offers === 0) return page;
  return `${isLastMinute ? say.lastMinute(say.count(offers)) : say.count(offers)} · ${page}`;
});
