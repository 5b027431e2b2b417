import { dayMs } from '../domain/settings';
import { commit } from '../storage/unit-of-work';
import type { ChatRemoval } from './chat-removal';
import type { MessagingDeps } from './ports';

const chatsAtOnce = 20;

/** Deletes completed chats that are older than the setting `RetentionDays` says (domain 1.11, 9.2). */
export function createRetention({ storage, removal }: Pick<MessagingDeps, 'storage'> & { removal: ChatRemoval }) {
  /** Returns whether there may be more. Several may do it at once: each chat is counted by who deleted its row. */
  async function deleteSome(): Promise<boolean> {
    const days = await storage.settings.get('RetentionDays');
    if (days === '') return false;
    const chats = await storage.chats.completedBefore(new Date(Date.now() - days * dayMs), chatsAtOnce);
    if (chats.length === 0) return false;
    for (const chat of chats) await removal.removeContents(chat);
    const ids = chats.map(({ id }) => id);
    await commit(storage, async ({ tx }) => {
      const deleted = await storage.chats.removeCompleted(tx, ids);
      if (deleted === 0) return;
      await storage.routingLog.remove(tx, ids);
      await storage.processRuns.removeOfChats(tx, ids);
      await storage.auditLog.count(tx, 'DeleteOldChats', { chats: deleted });
    });
    return chats.length === chatsAtOnce;
  }

  return { deleteSome };
}

export type Retention = ReturnType<typeof createRetention>;
