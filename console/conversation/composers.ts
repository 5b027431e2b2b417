import { browserStorage } from '../app/remembered';
import type { Services } from '../app/services';
import { type Composer, createComposer } from './composer-store';
import { createConversations } from './conversations';
import { createDrafts } from './draft-store';
import { onSessionChange } from './session-change';
import { createUpload } from './upload';

/** What is being written in all chats. What was not sent when the page was left goes out when this is made. */
export function createComposers({ api, live, session, store }: Services) {
  const conversations = store(createConversations);
  const composers = new Map<string, Composer>();
  let isOver = false;
  const upload = createUpload(session);
  const userId = currentUser();
  const drafts = createDrafts(browserStorage(), userId);

  function currentUser(): string {
    return session.user.value?.id ?? '';
  }

  function of(chatId: string): Composer {
    const made = composers.get(chatId);
    if (made !== undefined) return made;
    const composer = createComposer({
      ...{ api, upload, drafts, chatId, userId },
      isCurrent: () => !isOver && currentUser() === userId,
      onSent: (message) => conversations.find(chatId)?.answered(message),
    });
    composers.set(chatId, composer);
    composer.start();
    return composer;
  }

  live.on('message.created', ({ message }) => composers.get(message.chatId)?.heard(message));
  const stopWaking = live.state.subscribe(({ kind }) => {
    if (kind === 'connected') for (const composer of composers.values()) composer.wake();
  });
  onSessionChange(session, () => {
    isOver = true;
    stopWaking();
    for (const composer of composers.values()) composer.close();
  });
  drafts.prune();
  for (const chatId of drafts.unsent()) of(chatId);

  return { of, userId };
}
