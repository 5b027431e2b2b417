import type { ApiChat, ApiMessage } from './api-client';
import { eventually } from './eventually';
import type { Parley } from './parley';

/** All chats of a channel as the administrator sees them, newest first. */
export async function chatsOf({ admin }: Pick<Parley, 'admin'>, channelId: string): Promise<ApiChat[]> {
  return (await admin.ok<{ items: ApiChat[] }>('GET', `/api/chats?view=all&limit=200&channelId=${channelId}`)).items;
}

/** Waits for the one chat of a channel; fails when there are more. */
export async function onlyChatOf(parley: Pick<Parley, 'admin'>, channelId: string): Promise<ApiChat> {
  const [chat, ...more] = await eventually('the channel has a chat', async () => {
    const chats = await chatsOf(parley, channelId);
    return chats.length > 0 && chats;
  });
  if (chat === undefined || more.length > 0) throw new Error(`the channel has ${more.length + 1} chats`);
  return chat;
}

export function textsOf(messages: Array<Pick<ApiMessage, 'text'>>): string[] {
  return messages.map(({ text }) => text);
}

/** The workflow was told of a message that came; it may have joined its chat already. */
export async function untilTold({ storage }: Pick<Parley, 'storage'>, text: string, channelId: string): Promise<void> {
  const soon = 30_000;
  await eventually('the workflow was told of it', async () => {
    const row = await storage.messages.model.findOne({ text, channelId }).lean();
    return row !== null && (row.dueAt === undefined || row.dueAt.getTime() > Date.now() + soon);
  });
}
