import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);

/**
 * By what operations find workflows in Temporal's Web UI. Ids and no names: a name may be changed, an id is what logs and the API
 * know, and nobody's name stays behind in a history. For people: visibility lags behind and never decides anything.
 */
export const attributes = {
  chat: keyword('ParleyChat'),
  number: defineSearchAttributeKey('ParleyNumber', SearchAttributeType.INT),
  channel: keyword('ParleyChannel'),
  queue: keyword('ParleyQueue'),
  operator: keyword('ParleyOperator'),
  status: keyword('ParleyStatus'),
  process: keyword('ParleyProcess'),
};

export const searchAttributeKeys = Object.values(attributes);
