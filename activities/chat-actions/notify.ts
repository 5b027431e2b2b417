import type { Notification, NotifiedGroup } from '../../domain/notification';
import type { Permission } from '../../domain/user';
import { commit } from '../../storage/unit-of-work';
import type { ActivityDeps } from '../index';

interface NotifyRequest {
  runId: string;
  to: NotifiedGroup;
  /** Written in the process's code: what stands here stands in a history, so no word of the client's. */
  words: string;
}

const permissionsOf: Record<NotifiedGroup, Permission[]> = {
  administrators: ['Administrator'],
  managers: ['CanManageChats', 'Administrator'],
};

/** Notifies users of what came up in the chat of a run, each once. Says how many. */
export function createNotify({ storage }: Pick<ActivityDeps, 'storage'>) {
  return async function notify({ runId, to, words }: NotifyRequest): Promise<{ notified: number }> {
    const run = await storage.processRuns.get(runId);
    const chat = run && (await storage.chats.get(run.chatId));
    if (!run || !chat) return { notified: 0 };
    const { result } = await commit(storage, async (unit) => {
      const userIds = await storage.users.idsWithPermission(permissionsOf[to], unit.tx);
      const wanted = userIds.map(
        (userId): Notification => ({
          id: `${runId}-${to}-${userId}`,
          userId,
          text: `Chat ${chat.number}: ${words}`,
          link: `/api/chats/${chat.id}`,
          chatId: chat.id,
          createdAt: new Date(),
          readAt: null,
        }),
      );
      for (const { id, userId } of await storage.notifications.add(wanted, unit.tx))
        unit.tell({ type: 'notification.created', notificationId: id, userId });
      return userIds.length;
    });
    return { notified: result };
  };
}
