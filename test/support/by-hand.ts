import { randomUUID } from 'node:crypto';
import type { ChatSnapshot } from '../../domain/chat';
import type { ApiClient } from './api-client';
import { createTeam, createWebchatChannel, type Named, setSetting } from './builders';
import { type ProcessByHand, processOf } from './held-process';
import type { Parley } from './parley';

/** A client whose workflow the test plays: nothing happens to his chats but what the test has done. */
export interface ClientByHand {
  clientId: string;
  /** Stores messages as if their writer had died right after; gives their ids. */
  store(...texts: string[]): Promise<string[]>;
  /** What the workflow asks for when it was told of messages: into its open chat, or into a new one. */
  request(messageIds: string[], chatId?: string | null, newChatId?: string): AttachRequest;
}

type AttachRequest = Parameters<ProcessByHand['activities']['attachMessages']>[0];

export interface Scene {
  queue: Named;
  channel: Named;
  operators: ApiClient[];
}

/** A team with a channel, and a limit on the chats of each. */
export async function setScene(
  parley: Parley,
  { limit = 5, ...team }: { size: number; limit?: number; rule?: string; active?: boolean } & Record<string, unknown>,
): Promise<Scene> {
  await setSetting(parley, 'SimultaneousChats', limit);
  const { queue, operators } = await createTeam(parley, team);
  return { queue, operators, channel: await createWebchatChannel(parley, queue.id) };
}

export async function clientByHand(
  parley: Parley,
  channelId: string,
  clientId: string = randomUUID(),
): Promise<ClientByHand> {
  const channel = await parley.storage.channels.open(channelId);
  if (channel === null) throw new Error('the channel is there');
  const workflowId = `nobody-runs:${clientId}`;
  let sequence = 0;
  return {
    clientId,
    async store(...texts) {
      const messages = texts.map((text) => {
        sequence += 1;
        const at = { timestamp: new Date(), sequence };
        return { clientId, externalId: randomUUID(), type: 'text' as const, text, ...at, attachments: [] };
      });
      const [stored = []] = await parley.storage.messages.receive([{ channel, messages }]);
      return stored.map(({ id }) => id);
    },
    request: (messageIds, chatId = null, newChatId = randomUUID()) => ({
      channelId,
      messageIds,
      chatId,
      newChatId,
      workflowId,
    }),
  };
}

/** A client has written and has a chat; nobody has looked for an operator yet. */
export async function newChat(parley: Parley, channelId: string): Promise<ChatSnapshot> {
  const client = await clientByHand(parley, channelId);
  const { chat } = await processOf(parley).activities.attachMessages(client.request(await client.store('Hello')));
  if (chat === null) throw new Error('a first message opens a chat');
  return chat;
}

/** A client has written, and an operator was looked for. */
export async function routedChat(parley: Parley, channelId: string): Promise<ChatSnapshot> {
  return processOf(parley).router.routeChat(await newChat(parley, channelId));
}

/** A client has written, and the operator to whom the chat is offered has taken it. */
export async function chatInWork(parley: Parley, channelId: string): Promise<ChatSnapshot> {
  const { chatId, offer } = await routedChat(parley, channelId);
  if (offer === null) throw new Error('an operator has room for the chat');
  return take(parley, { chatId, operatorId: offer.operatorId });
}

export async function take(parley: Parley, of: { chatId: string; operatorId: string }): Promise<ChatSnapshot> {
  const { answer, snapshot } = await processOf(parley).offers.accept({ ...of, receivedAtMs: Date.now() });
  if (answer.kind !== 'done') throw new Error(`the chat could not be taken: ${answer.code}`);
  return snapshot;
}

export async function complete(parley: Parley, { chatId, operatorId }: ChatSnapshot): Promise<void> {
  await processOf(parley).offers.complete({ chatId, by: 'operator', operatorId: operatorId ?? '' });
}

/** As if so much time had passed since the offer's deadline. */
export async function letExpire(parley: Parley, chatId: string, agoMs: number): Promise<number> {
  const expiresAt = new Date(Date.now() - agoMs);
  await parley.storage.chats.model.updateOne({ _id: chatId }, { $set: { 'offer.expiresAt': expiresAt } });
  return expiresAt.getTime();
}
