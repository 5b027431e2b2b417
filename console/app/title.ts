import { computed, signal } from '@preact/signals';
import { words } from '../words/words';

/** What the page is about; areas set it while they are shown. */
export const pageTitle = signal('');
/** Messages that wait to be read, for the tab's title. */
export const unreadMessages = signal(0);

export const tabTitle = computed(() => {
  const { product } = words();
  const unread = unreadMessages.value === 0 ? '' : `(${unreadMessages.value}) `;
  return pageTitle.value === '' ? `${unread}${product}` : `${unread}${pageTitle.value} · ${product}`;
});
