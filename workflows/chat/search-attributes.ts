import type { SearchAttributeUpdatePair } from '@temporalio/common';
import type { ChatSnapshot } from '../../domain/chat';
import { attributes } from '../search-attributes';

export function searchAttributesOf(chat: ChatSnapshot): SearchAttributeUpdatePair[] {
  return [
    { key: attributes.chat, value: chat.chatId },
    { key: attributes.number, value: chat.number },
    { key: attributes.channel, value: chat.channelId },
    { key: attributes.queue, value: chat.queueId },
    { key: attributes.operator, value: operatorOf(chat) },
    { key: attributes.status, value: chat.status },
  ];
}

/** Who has the chat, or to whom it is offered. */
function operatorOf({ operatorId, offer }: ChatSnapshot): string | null {
  return operatorId ?? offer?.operatorId ?? null;
}
