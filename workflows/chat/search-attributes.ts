import { defineSearchAttributeKey, SearchAttributeType, type SearchAttributeUpdatePair } from '@temporalio/common';
import type { ChatSnapshot } from '../../domain/chat';

const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);

const channelAttribute = keyword('ParleyChannel');
const queueAttribute = keyword('ParleyQueue');
const operatorAttribute = keyword('ParleyOperator');
const statusAttribute = keyword('ParleyStatus');

/** By what operations find a chat in Temporal's Web UI. For people: visibility lags behind and never decides anything. */
export const searchAttributeKeys = [channelAttribute, queueAttribute, operatorAttribute, statusAttribute];

export function searchAttributesOf(chat: ChatSnapshot): SearchAttributeUpdatePair[] {
  return [
    { key: channelAttribute, value: chat.channelId },
    { key: queueAttribute, value: chat.queueId },
    { key: operatorAttribute, value: chat.operatorId ?? chat.offer?.operatorId ?? null },
    { key: statusAttribute, value: chat.status },
  ];
}
