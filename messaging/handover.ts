import type { Provider, ThreadOutcome, Threads } from '../channels/contract';
import type { BotChats } from '../distribution/bot-chats';
import type { OpenedChannel } from '../domain/channel';
import type { Chat } from '../domain/chat';
import type { ThreadControl } from '../domain/inbound';
import { Problem } from '../domain/problem';
import type { MessagingDeps } from './ports';

/** Gives conversations to the messenger's bot, and takes them from it (domain 6.3). */
export function createHandover({
  storage,
  providers,
  bots,
}: Pick<MessagingDeps, 'storage' | 'providers'> & { bots: BotChats }) {
  /** A chat in work, or one that waits, goes to the bot. */
  async function handBack(chat: Chat): Promise<void> {
    if (chat.status === 'completed') throw new Problem('chat_completed', 'The chat is completed.');
    if (chat.status === 'bot') return;
    await move(chat, 'elsewhere', (threads, channel) => threads.handBack(channel, chat.clientId));
  }

  /** A chat that a bot has comes to the operators and is routed; where the bot has to agree, it comes when it does. */
  async function takeOver(chat: Chat): Promise<void> {
    if (chat.status === 'completed') throw new Problem('chat_completed', 'The chat is completed.');
    if (chat.status !== 'bot') throw new Problem('chat_not_with_bot', 'No bot has this chat.');
    await move(chat, 'ours', (threads, channel) => threads.takeOver(channel, chat.clientId));
  }

  async function move(
    chat: Chat,
    control: ThreadControl,
    ask: (threads: Threads, channel: OpenedChannel) => Promise<ThreadOutcome>,
  ): Promise<void> {
    const provider: Provider | undefined = providers.find(({ code }) => code === chat.provider);
    const channel = await storage.channels.open(chat.channelId);
    if (provider?.threads === undefined || channel === null)
      throw new Problem('no_bot', `${provider?.title ?? chat.provider} has no bots that a chat could be handed to.`);
    const outcome = await ask(provider.threads, channel);
    switch (outcome.kind) {
      case 'refused':
        throw new Problem('messenger_refused', outcome.reason);
      case 'unreachable':
        throw new Problem('messenger_unreachable', outcome.reason);
      case 'requested':
        return;
      case 'done':
        return bots.note(chat, { control, at: await justAfter(chat) });
    }
  }

  /** By the messenger's clock, which may not be ours: what it tells from now on is later. */
  async function justAfter(chat: Chat): Promise<Date> {
    const [thread, lastIncomingAt] = await Promise.all([
      storage.threads.get(chat),
      storage.messages.lastIncomingAt(chat),
    ]);
    return new Date(Math.max(thread?.at.getTime() ?? 0, lastIncomingAt?.getTime() ?? 0) + 1);
  }

  return { handBack, takeOver };
}
