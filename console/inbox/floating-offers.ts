import { computed } from '@preact/signals';
import { matchPath, type Place } from '../app/router';
import type { Services } from '../app/services';
import type { Chat } from '../app/types';
import { createChatsStore } from './chats-store';
import { type Room, room } from './panes';

/** Whether the inbox itself shows an offer where the operator is: in its list, or as the chat that is open. */
export function isShownByInbox(chatId: string, { path, query }: Place, inRoom: Room): boolean {
  if (path !== '/inbox' && !path.startsWith('/inbox/')) return false;
  const open = matchPath('/inbox/:chatId', path)?.chatId ?? null;
  if (inRoom !== 'narrow' || open === null) return true;
  return open === chatId && !query.has('details');
}

const deadlineOf = ({ offer }: Chat) => Date.parse(offer?.expiresAt ?? '');

/** What of the offers is out of sight where the operator is. */
export function createFloatingOffers({ router, store }: Pick<Services, 'router' | 'store'>) {
  const { lists, chatOf, refusals } = store(createChatsStore);
  const isOutOfSight = ({ id }: Chat) => !isShownByInbox(id, router.place.value, room.value);

  return {
    /** What lapses first in front. */
    offers: computed(() =>
      lists.value.offered
        .filter(isOutOfSight)
        .sort((one, other) => deadlineOf(one) - deadlineOf(other) || one.number - other.number),
    ),
    /** Those that he wanted, and why he cannot have them any more. */
    gone: computed(() =>
      [...refusals.all.value.values()].filter(({ chat }) => chatOf(chat.id) === null && isOutOfSight(chat)),
    ),
  };
}
