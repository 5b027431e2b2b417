import type { ApiCall } from '../api-call';
import { badRequest, forbidden } from '../api-error';
import type { BotCore } from '../bot-core';
import type { Conversation } from '../conversation';

/** The bot knows private chats only, and those by number. */
export function readableChat(bot: BotCore, call: ApiCall): Conversation {
  const chatId = call.text('chat_id');
  if (chatId === '') throw badRequest('chat_id is empty');
  const conversation = /^\d+$/.test(chatId) ? bot.conversations.get(Number(chatId)) : undefined;
  if (!conversation?.isKnown) throw badRequest('chat not found');
  return conversation;
}

export function writableChat(bot: BotCore, call: ApiCall): Conversation {
  const conversation = readableChat(bot, call);
  if (conversation.isDeactivated) throw forbidden('user is deactivated');
  return conversation;
}
