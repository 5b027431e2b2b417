import { useServices, useStore } from '../app/services';
import type { Chat } from '../app/types';
import { createChatsStore } from '../inbox/chats-store';
import { may } from '../session/session';
import { detailsWords } from './words';

export type TransferTarget = { operatorId: string } | { queueId: string };

/** Messengers in which a bot can have a conversation (domain 6.3). */
const withBots: ReadonlySet<string> = new Set(['facebook']);

/** What the reader may do with a chat as a whole. Each throws the API's refusal; what was done is told, and leads back to the list. */
export function useChatCommands(chat: Chat) {
  const { api, router, session, toasts } = useServices();
  const chats = useStore(createChatsStore);
  const user = session.user.value;
  const isHis = chat.status === 'active' && chat.operator?.id === user?.id;
  const administrates = may(user, 'Administrator');
  const isOpen = chat.status !== 'completed';
  const isWithBot = chat.status === 'bot';

  async function command(path: string, body: object | undefined, done: string): Promise<void> {
    chats.take(await api.post<Chat>(`/api/chats/${chat.id}/${path}`, body));
    toasts.show({ tone: 'success', text: done });
    if (router.place.peek().path === `/inbox/${chat.id}`) router.go('/inbox');
  }

  return {
    isHis,
    mayTransfer: (isHis || administrates) && isOpen && !isWithBot,
    mayComplete: (isHis || administrates) && isOpen,
    mayHandBack: isHis && withBots.has(chat.channel.provider),
    mayTakeOver: isWithBot,
    mayRunActions: isHis || (administrates && isOpen),

    transfer: (to: TransferTarget, name: string) =>
      command('transfer', to, detailsWords().transferred(chat.number, name)),
    complete: () => command('close', undefined, detailsWords().completed(chat.number)),
    handBack: () => command('hand-back', undefined, detailsWords().handedBack(chat.number)),
    async takeOver(): Promise<void> {
      chats.take(await api.post<Chat>(`/api/chats/${chat.id}/take-over`));
      toasts.show({ tone: 'success', text: detailsWords().takenOver });
    },
  };
}
