import type { QueryFilter } from 'mongoose';
import type { Conversation } from './conversation';
import { type Tx, within } from './database';
import type { MessageKey } from './forgotten-messages';
import type { MessageModel, MessageRow } from './message-row';

/** What else has to go with a message. */
export interface MessageTrace {
  id: string;
  /** Null for what the messenger does not know yet. */
  key: MessageKey | null;
  /** Its files, also those that are still being loaded. */
  fileIds: string[];
  loadingFileIds: string[];
}

/** Deleting messages for good (domain 9.2). */
export function createMessageRemoval(model: MessageModel) {
  async function traces(filter: QueryFilter<MessageRow>, most: number, tx?: Tx): Promise<MessageTrace[]> {
    const fields = { channelId: 1, clientId: 1, direction: 1, externalId: 1, attachments: 1 } as const;
    const rows = await model.find(filter, fields, within(tx)).limit(most).lean();
    return rows.map(({ _id: id, channelId, clientId, direction, externalId, attachments }) => ({
      id,
      key: externalId === null ? null : { channelId, clientId, direction, externalId },
      // A received file has its attachment's id, from before it is loaded.
      fileIds: attachments.map((attachment) => attachment.fileId ?? attachment.id),
      loadingFileIds: attachments.filter(({ status }) => status !== 'stored').map((attachment) => attachment.id),
    }));
  }

  return {
    tracesOfChat: (chatId: string, most: number) => traces({ chatId }, most),

    /** Of what a conversation has that stands in no chat yet, or has still to be sent. */
    async tracesUnsettled({ channelId, clientId }: Conversation, tx: Tx): Promise<MessageTrace[]> {
      const of = { channelId, clientId };
      const unattached = await traces({ ...of, chatId: null }, unlimited, tx);
      const unsent = await traces({ ...of, unsent: true }, unlimited, tx);
      return [...unattached, ...unsent];
    },

    async remove(ids: string[], tx?: Tx): Promise<void> {
      await model.deleteMany({ _id: { $in: ids } }, within(tx));
    },

    /** Whether another message than these has the file: an uploaded one may have been sent in several chats. */
    async isFileUsed(fileId: string, exceptIds: string[]): Promise<boolean> {
      return (await model.exists({ 'attachments.fileId': fileId, _id: { $nin: exceptIds } })) !== null;
    },
  };
}

/** Of one client there are never many. */
const unlimited = 0;
