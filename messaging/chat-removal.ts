import type { Chat } from '../domain/chat';
import type { MessageTrace } from '../storage/message-removal';
import type { Storage } from '../storage/storage';

const messagesAtOnce = 100;

/**
 * Deletes what was said in completed chats, with all that repeats it. Each step may be done twice, and what is needed to find the rest goes
 * last: whoever dies between two steps leaves something that is found again.
 */
export function createChatRemoval({ storage }: { storage: Storage }) {
  /** `noteLoading` is told of files that may be stored yet, before nothing knows of them any more. */
  async function removeContents(
    { id: chatId }: Pick<Chat, 'id'>,
    noteLoading: (fileIds: string[]) => Promise<void> = async () => undefined,
  ): Promise<void> {
    for (;;) {
      const traces = await storage.messages.tracesOfChat(chatId, messagesAtOnce);
      if (traces.length === 0) break;
      await noteLoading(traces.flatMap(({ loadingFileIds }) => loadingFileIds));
      await removeMessages(traces);
    }
    await storage.liveEvents.removeOfChat(chatId);
    await storage.idempotencyKeys.forget({ pathPrefixes: [`/api/chats/${chatId}/`] });
  }

  async function removeMessages(traces: MessageTrace[]): Promise<void> {
    const ids = traces.map(({ id }) => id);
    const fileIds = [...new Set(traces.flatMap((trace) => trace.fileIds))];
    for (const fileId of fileIds)
      if (!(await storage.messages.isFileUsed(fileId, ids))) await storage.files.remove(fileId);
    await storage.idempotencyKeys.forget({ resourceIds: fileIds.flatMap(uploadOf) });
    await storage.forgottenMessages.add(traces.flatMap(({ key }) => key ?? []));
    await storage.messages.remove(ids);
  }

  return { removeContents };
}

/** The request that uploaded a file is known by the second half of the file's id; its answer names the file. */
function uploadOf(fileId: string): string[] {
  const [, requestId] = fileId.split('.');
  return requestId === undefined ? [] : [requestId];
}

export type ChatRemoval = ReturnType<typeof createChatRemoval>;
