import type { Connection } from 'mongoose';
import type { ForgottenMessageStore } from './forgotten-messages';
import { createIncomingMessages } from './incoming-messages';
import { createMessageEditing } from './message-editing';
import { createMessageReading } from './message-reading';
import { createMessageRelaying } from './message-relaying';
import { createMessageRemoval } from './message-removal';
import { createMessageModel } from './message-schema';
import { createMessageSearch } from './message-search';
import { createOutgoingMessages } from './outgoing-messages';

/** Messages: an outbox in both directions (architecture 1). */
export function createMessageStore(connection: Connection, forgotten: Pick<ForgottenMessageStore, 'among'>) {
  const model = createMessageModel(connection);
  return {
    model,
    ...createIncomingMessages(model, forgotten),
    ...createMessageEditing(model),
    ...createMessageRelaying(model),
    ...createMessageReading(model),
    ...createOutgoingMessages(model),
    ...createMessageRemoval(model),
    ...createMessageSearch(model),
  };
}
