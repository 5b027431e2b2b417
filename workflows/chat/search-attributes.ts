import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributeUpdatePair } from '@temporalio/common';
import type { ChatSnapshot } from '../../domain/chat';

const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);

const chatAttribute = keyword('ParleyChat');
const numberAttribute = defineSearchAttributeKey('ParleyNumber', SearchAttributeType.INT);
const channelAttribute = keyword('ParleyChannel');
const queueAttribute = keyword('ParleyQueue');
const operatorAttribute = keyword('ParleyOperator');
const statusAttribute = keyword('ParleyStatus');

/**
 * By what operations find a chat in Temporal's Web UI. Ids and no names: a name may be changed, an id is what logs and the API
 * know, and nobody's name stays behind in a history. For people: visibility lags behind and never decides anything.
 */
export const searchAttributeKeys = [
  chatAttribute,
  numberAttribute,
  channelAttribute,
  queueAttribute,
  operatorAttribute,
  statusAttribute,
];

export function searchAttributesOf(chat: ChatSnapshot): SearchAttributeUpdatePair[] {
  return [
    { key: chatAttribute, value: chat.chatId },
    { key: numberAttribute, value: chat.number },
    { key: channelAttribute, value: chat.channelId },
    { key: queueAttribute, value: chat.queueId },
    { key: operatorAttribute, value: operatorOf(chat) },
    { key: statusAttribute, value: chat.status },
  ];
}

/** Who has the chat, or to whom it is offered. */
function operatorOf({ operatorId, offer }: ChatSnapshot): string | null {
  return operatorId ?? offer?.operatorId ?? null;
}
