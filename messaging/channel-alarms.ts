import type { Channel } from '../domain/channel';
import type { Notification } from '../domain/notification';
import { commit, type UnitOfWork } from '../storage/unit-of-work';
import type { MessagingDeps } from './ports';

/** Trouble that is over sooner is nobody's business. */
const patienceMs = 5 * 60_000;
/** How long before its credentials end the administrators are told of it. */
const aheadMs = 7 * 24 * 60 * 60_000;

/** Tells the administrators of channels that need them: once for each time that one is not well, whichever process dies (domain 1.2). */
export function createChannelAlarms({ storage }: Pick<MessagingDeps, 'storage'>) {
  async function tellUnwell(): Promise<void> {
    for (const { unwellSince, ...channel } of await storage.channels.unwellSince(new Date(Date.now() - patienceMs)))
      await commit(storage, async (unit) => {
        if (!(await storage.channels.noteTold(channel.id, unwellSince, unit.tx))) return;
        const text = `The channel “${channel.name}” has not been well for five minutes: ${channel.health.detail}`;
        await tell(unit, { channel, key: `unwell-${unwellSince.getTime()}`, text });
      });
  }

  /** Again and again until then; each is told once. */
  async function tellEnding(channel: Channel, { at, detail }: { at: Date; detail: string }): Promise<void> {
    if (at.getTime() - Date.now() > aheadMs) return;
    const text = `The channel “${channel.name}” will soon stop working: ${detail}`;
    await commit(storage, (unit) => tell(unit, { channel, key: `ends-${at.getTime()}`, text }));
  }

  async function tell(
    unit: UnitOfWork,
    { channel, key, text }: { channel: Pick<Channel, 'id'>; key: string; text: string },
  ): Promise<void> {
    const userIds = await storage.users.idsWithPermission(['Administrator'], unit.tx);
    const wanted = userIds.map(
      (userId): Notification => ({
        id: `${channel.id}-${key}-${userId}`,
        userId,
        text,
        link: `/api/channels/${channel.id}`,
        chatId: null,
        createdAt: new Date(),
        readAt: null,
      }),
    );
    for (const { id, userId } of await storage.notifications.add(wanted, unit.tx))
      unit.tell({ type: 'notification.created', notificationId: id, userId });
  }

  return { tellUnwell, tellEnding };
}

export type ChannelAlarms = ReturnType<typeof createChannelAlarms>;
