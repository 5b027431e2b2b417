import { snapshotOf } from '../../domain/chat';
import { createChatSignals } from '../../messaging/chat-signals';
import type { ApiChat, ApiClient } from './api-client';
import { Visitor } from './builders';
import { eventually } from './eventually';
import type { Parley } from './parley';

/** All chats of a channel, the oldest first. */
export async function chatsOf(parley: Parley, channelId: string): Promise<ApiChat[]> {
  const path = `/api/chats?view=all&limit=200&channelId=${channelId}`;
  return (await parley.admin.ok<{ items: ApiChat[] }>('GET', path)).items.reverse();
}

/** Clients write one after the other, each a chat of his own; returned oldest first, each with its visitor's first look for an operator done. */
export async function writeInTurn(parley: Parley, channelId: string, count: number): Promise<ApiChat[]> {
  const chats: ApiChat[] = [];
  for (let index = 0; index < count; index += 1) chats.push((await clientWrites(parley, channelId)).chat);
  return chats;
}

/** One more client writes; his chat has been looked at by the router. */
export async function clientWrites(parley: Parley, channelId: string): Promise<{ visitor: Visitor; chat: ApiChat }> {
  const known = new Set((await chatsOf(parley, channelId)).map(({ id }) => id));
  const visitor = await Visitor.arrive(parley, channelId);
  await visitor.write('Hello');
  const { id } = await eventually('the new chat is there', async () =>
    (await chatsOf(parley, channelId)).find((chat) => !known.has(chat.id)),
  );
  const chat = await eventually('an operator was looked for', async () => {
    const now = await parley.admin.chat(id);
    return now.routingLog.length > 0 && now;
  });
  return { visitor, chat };
}

/** So many clients write at the same moment. */
export async function writeAtOnce(parley: Parley, channelId: string, count: number): Promise<void> {
  const visitors = await Promise.all(Array.from({ length: count }, () => Visitor.arrive(parley, channelId)));
  const statuses = await Promise.all(visitors.map((visitor) => visitor.write('Hello')));
  expect(new Set(statuses)).toEqual(new Set([200]));
}

/** Waits until exactly these chats are offered to the operator, in this order. */
export async function untilOffered(operator: ApiClient, chats: ReadonlyArray<{ id: string }>): Promise<ApiChat[]> {
  const wanted = chats.map(({ id }) => id).join();
  const what = `${chats.length} chats are offered`;
  return eventually(what, async () => {
    const { offered } = await operator.mine();
    return offered.map(({ id }) => id).join() === wanted && offered;
  });
}

export async function untilStatus(parley: Parley, chatId: string, status: string): Promise<ApiChat> {
  return eventually(`the chat is ${status}`, async () => {
    const chat = await parley.admin.chat(chatId);
    return chat.status === status && chat;
  });
}

/** To whom a chat was offered, in turn. */
export function offeredTo(chat: ApiChat): string[] {
  return chat.routingLog.filter(({ event }) => event === 'offered').map(({ operator }) => operator?.id ?? '');
}

/** What happened to a chat, each with whom it concerned. */
export function storyOf(chat: ApiChat): string[] {
  return chat.routingLog.map(({ event, operator }) => (operator === null ? event : `${event} ${operator.name}`));
}

/** Moves the deadline of the chat's offer, of which its workflow hears as of any change: no step of a test has to be made in a hurry. */
export async function moveDeadline({ storage, deps }: Parley, chatId: string, to: Date): Promise<void> {
  const change = { $set: { 'offer.expiresAt': to }, $inc: { revision: 1 } };
  await storage.chats.model.updateOne({ _id: chatId, status: 'offered' }, change);
  const chat = await storage.chats.get(chatId);
  if (chat !== null) await createChatSignals(deps).chatChanged(chat.workflowId, snapshotOf(chat));
}

/** Moves the moment at which the chat completes by itself, of which its workflow hears as of any change. */
export async function moveCompletion({ storage, deps }: Parley, chatId: string, to: Date): Promise<void> {
  const change = { $set: { completesAt: to }, $inc: { revision: 1 } };
  await storage.chats.model.updateOne({ _id: chatId, completesAt: { $ne: null } }, change);
  const chat = await storage.chats.get(chatId);
  if (chat !== null) await createChatSignals(deps).chatChanged(chat.workflowId, snapshotOf(chat));
}

/**
 * Has the time of the chat's offer run out now, and waits until that is noticed. Where it is noticed ten seconds late the offer is
 * renewed, rightly: then it runs out once more.
 */
export async function letOfferLapse(parley: Parley, chatId: string): Promise<void> {
  let endedId = '';
  await eventually('the offer has lapsed', async () => {
    const { offer, routingLog } = await parley.admin.chat(chatId);
    if (routingLog.some(({ event }) => event === 'lapsed')) return true;
    if (offer !== null && offer.id !== endedId) {
      endedId = offer.id;
      await moveDeadline(parley, chatId, new Date());
    }
    return false;
  });
}

/** What happened to a chat, but that a slow machine has renewed an offer. */
export function storyWithoutRenewals(chat: ApiChat): string[] {
  return storyOf(chat).filter((step) => !step.startsWith('renewed'));
}

/** Waits until a moment has passed; for what must have come first, not for what is hoped to come. */
export async function untilPast(at: string): Promise<void> {
  await eventually(`it is past ${at}`, async () => Date.now() > new Date(at).getTime());
}

/** Operators by name; a test that asks for one who is not there is wrong. */
export function pair(operators: ApiClient[]): [ApiClient, ApiClient] {
  const [first, second] = operators;
  if (first === undefined || second === undefined) throw new Error('this test needs two operators');
  return [first, second];
}

export function only<T>(items: readonly T[]): T {
  const [first] = items;
  if (first === undefined) throw new Error('there is nothing where one was expected');
  return first;
}
