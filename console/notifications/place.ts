import type { Notification } from '../app/types';
import { outcomeLink } from '../details/outcome-link';

/** Where a notification leads in the console: to what it names there, else to its chat, else to all chats. */
export function placeOfNotification({ link, chatId }: Pick<Notification, 'link' | 'chatId'>): string {
  const to = outcomeLink(link);
  if (to?.kind === 'inside') return to.path;
  return chatId === null ? '/chats' : `/chats/${chatId}`;
}
