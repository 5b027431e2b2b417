import { isLast } from '../domain/chat';
import { messageEvents } from '../domain/live-event';
import type { Message } from '../domain/message';
import { keyBehind } from '../domain/order-key';
import type { Storage } from '../storage/storage';
import type { UnitOfWork } from '../storage/unit-of-work';

/**
 * Gives a message of ours its place in the conversation once the messenger has it (domain 2.11). What was written after it, and has no
 * place of its own yet, stays behind it; the chat's last message is then whichever stands last.
 */
export function createPlacing({ storage }: { storage: Pick<Storage, 'messages' | 'chats'> }) {
  /** Returns the message as it stands then. */
  async function place(unit: UnitOfWork, message: Message, orderKey: string): Promise<Message> {
    if (orderKey === message.orderKey) return message;
    const placed = await storage.messages.moveTo(orderKey, message, unit.tx);
    if (placed === null) return message;
    if (placed.chatId !== null) await follow(unit, { from: message.orderKey, placed, chatId: placed.chatId });
    return placed;
  }

  async function follow(
    unit: UnitOfWork,
    { from, placed, chatId }: { from: string; placed: Message; chatId: string },
  ): Promise<void> {
    const last = (await storage.chats.get(chatId, unit.tx))?.lastMessage ?? null;
    // Erased, or about to be.
    if (last === null) return;
    // Nothing stands behind it.
    if (last.id === placed.id) return storage.chats.noteLast(unit.tx, chatId, placed);
    const pushed = await pushBehind(unit, { from, placed, chatId });
    const next = pushed.at(-1) ?? placed;
    if (pushed.every(({ id }) => id !== last.id) && !isLast(next, last)) return;
    await storage.chats.noteLast(unit.tx, chatId, next);
    if (next.id !== last.id) unit.tell({ type: 'chat.updated', chatId });
  }

  async function pushBehind(
    unit: UnitOfWork,
    { from, placed, chatId }: { from: string; placed: Message; chatId: string },
  ): Promise<Message[]> {
    const pushed: Message[] = [];
    let key = placed.orderKey;
    for (const message of await storage.messages.unstampedBetween(chatId, from, placed.orderKey, unit.tx)) {
      if (message.id === placed.id) continue;
      key = keyBehind(key);
      const moved = await storage.messages.moveTo(key, message, unit.tx);
      if (moved === null) continue;
      pushed.push(moved);
      unit.tell(...messageEvents('message.updated', moved));
    }
    return pushed;
  }

  return { place };
}
